import { asyncProperty, check } from 'fast-check';
import type { Engine } from './engines/engine.ts';
import { type Operation, operationText } from './operations/operation.ts';
import { OperationArbitrary } from './operations/operationArbitrary.ts';
import type { Standing } from './standing.ts';

/** A difference between what an engine answered and what it should have: both as text. */
export interface Difference {
  readonly engine: Engine['name'];
  readonly says: string;
  readonly right: unknown;
  readonly given: unknown;
}

/** Where operations come from and how many. The same seed gives the same operations. */
export interface Amount {
  readonly seed: number;
  readonly runs: number;
}

/** Runs that many operations; a difference is thrown with the smallest operation that still shows it. */
export async function checkOperations(
  { situation, test, monolith }: Standing,
  { seed, runs }: Amount,
  differenceOf: (operation: Operation) => Promise<Difference | null>,
): Promise<void> {
  const holds = async (operation: Operation): Promise<boolean> => (await differenceOf(operation)) === null;
  const outcome = await check(asyncProperty(new OperationArbitrary(test.graph.schema), holds), {
    seed,
    numRuns: runs,
    includeErrorInReport: false,
  });
  if (!outcome.failed) return;
  const [operation] = outcome.counterexample ?? [];
  if (operation === undefined) throw outcome.errorInstance ?? new Error('Operations were interrupted');
  const difference = await differenceOf(operation).catch((thrown: unknown) => ({
    engine: 'none',
    says: String(thrown),
    right: null,
    given: null,
  }));
  const query = operationText(operation);
  situation.reset?.();
  throw new Error(
    [
      `${situation.name}, ${difference?.engine}: ${difference?.says}`,
      `WEFT_DIFF_SEED=${seed}, after ${outcome.numRuns} operations and ${outcome.numShrinks} steps of shrinking (path ${outcome.counterexamplePath}), faults of ${operation.faultSeed}`,
      query,
      `variables ${JSON.stringify(operation.variables)}`,
      `right: ${JSON.stringify(difference?.right)}`,
      `given: ${JSON.stringify(difference?.given)}`,
      `monolith without faults: ${await monolith.run(operation).then(({ data }) => data, String)}`,
      planText(test, query),
    ].join('\n'),
  );
}

function planText({ graph }: Standing['test'], query: string): string {
  try {
    return graph.planOf({ query });
  } catch (thrown) {
    return `No plan: ${String(thrown)}`;
  }
}
