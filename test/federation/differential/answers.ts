import type { Difference } from './checkOperations.ts';
import { compareAnswers } from './compare/compareAnswers.ts';
import { type Answer, dataText, type Engine } from './engines/engine.ts';
import { explanation, type KnownDifference } from './knownDifferences.ts';
import type { Operation } from './operations/operation.ts';
import type { Standing } from './standing.ts';

/** How often each known difference was met. */
export type Tally = Map<KnownDifference, number>;

/**
 * Runs an operation on these engines, each from the same start, and says where one differs from the monolith. Differences that are known
 * are counted and passed over.
 */
export async function differenceFromMonolith(
  { situation, monolith }: Pick<Standing, 'situation' | 'monolith'>,
  engines: readonly Engine[],
  operation: Operation,
  tally: Tally,
): Promise<Difference | null> {
  situation.reset?.();
  const right = await monolith.run(operation);
  for (const engine of engines) {
    situation.reset?.();
    const given = await engine.run(operation).catch(thrown);
    const says = (engine.compare ?? compareAnswers)(right, given);
    if (says === null) continue;
    const known = explanation(engine.name, situation.name, operation, { given });
    if (known === undefined) return { engine: engine.name, says, right, given };
    tally.set(known, (tally.get(known) ?? 0) + 1);
  }
  return null;
}

/** An engine that throws has given no data, and why is its error. */
function thrown(error: unknown): Answer {
  return { data: dataText(undefined), errors: [{ message: String(error) }] };
}
