import { isOpenRecord, type OpenRecord, ownValue, setOwn } from '../../lib/own.ts';
import type { RewritePathStep, RewriteStep } from './executablePlan.ts';

/** Applies the rewrites, in their order, to a representation or to data that came; lists on the way are entered. Changes `value` in place. */
export function rewriteData(rewrites: readonly RewriteStep[], value: unknown): void {
  for (const rewrite of rewrites) rewriteAt(rewrite, rewrite.path, value);
}

function rewriteAt(rewrite: RewriteStep, path: readonly RewritePathStep[], value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) rewriteAt(rewrite, path, item);
    return;
  }
  if (!isOpenRecord(value)) return;
  const [step, ...rest] = path;
  if (step === undefined) rewriteObject(rewrite, value);
  else if (step.kind === 'key') rewriteAt(rewrite, rest, ownValue(value, step.key));
  else if (isOfTypes(value, step.types)) rewriteAt(rewrite, rest, value);
}

/** An object that does not say its type passes: the path has led to it, and only its planner knows more. */
function isOfTypes(object: OpenRecord, types: ReadonlySet<string>): boolean {
  const typeName = ownValue(object, '__typename');
  return typeof typeName !== 'string' || types.has(typeName);
}

function rewriteObject(rewrite: RewriteStep, object: OpenRecord): void {
  if (rewrite.kind === 'SetValue') {
    setOwn(object, rewrite.key, rewrite.value);
    return;
  }
  if (!Object.hasOwn(object, rewrite.key)) return;
  setOwn(object, rewrite.to, object[rewrite.key]);
  delete object[rewrite.key];
}
