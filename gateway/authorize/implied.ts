import type { Requirement } from './requirement.ts';

/** Beyond so many combinations of lists the answer is no. */
const maxCombinations = 1_000;

/** True when whoever meets all of `met` meets `requirement` too. In doubt false. */
export function isImplied(requirement: Requirement, met: Iterable<Requirement>): boolean {
  const { kind } = requirement;
  const known = [...met];
  if (known.includes(requirement)) return true;
  if (kind === 'authenticated') return false;
  // All of several ORs of ANDs is one OR of ANDs: every choice of one list from each.
  let choices: ReadonlySet<string>[] = [new Set()];
  for (const other of known) {
    if (other.kind !== kind) continue;
    choices = choices.flatMap((choice) => other.anyOf.map((all) => new Set([...choice, ...all])));
    if (choices.length > maxCombinations) return false;
  }
  return choices.every((choice) => requirement.anyOf.some((all) => all.every((name) => choice.has(name))));
}
