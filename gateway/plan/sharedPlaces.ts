import { unreachable } from '../../lib/unreachable.ts';
import type { Step } from './executablePlan.ts';

/** Where one object may come to stand for many equal references: paths of keys, each with a dot after it, lists passed over. */
export function sharedPlaces(root: Step | null): ReadonlySet<string> {
  const places = new Set<string>();
  if (root !== null) collect(root, places);
  return places;
}

function collect(step: Step, places: Set<string>): void {
  switch (step.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const child of step.steps) collect(child, places);
      return;
    case 'Flatten':
      collect(step.step, places);
      return;
    case 'Condition':
      for (const branch of [step.whenTrue, step.whenFalse]) if (branch !== null) collect(branch, places);
      return;
    case 'Fetch': {
      if (step.entities?.canBeOne !== true) return;
      const keys = step.path.filter((key) => typeof key === 'string' && key !== '@');
      places.add(keys.map((key) => `${String(key)}.`).join(''));
      return;
    }
    case 'BatchFetch':
      return;
    default:
      unreachable(step);
  }
}
