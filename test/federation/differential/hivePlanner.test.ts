import { afterAll, describe, it } from 'vitest';
import { allSituations } from './allSituations.ts';
import { differenceFromMonolith, type Tally } from './answers.ts';
import { checkOperations } from './checkOperations.ts';
import { differentialRuns } from './differentialRuns.ts';
import { hiveEngines, standing } from './standing.ts';

const { seed, operations } = differentialRuns;
const ready = allSituations.filter(({ pending }) => pending === undefined);
const runs = Math.ceil(operations / 6 / ready.length);

describe('generated operations on plans of the other planner', () => {
  const tally: Tally = new Map();
  afterAll(() => {
    const lines = [...tally].map(([{ reason }, times]) => `${times} known differences of weft with hive: ${reason}\n`);
    process.stdout.write(
      `${ready.length * runs} operations on plans of the other planner, seed ${seed}\n${lines.join('')}`,
    );
  });

  it.each(ready)(
    'have the same data where it is not known to be wrong: $name',
    { timeout: 240_000 },
    async (situation) => {
      const stood = standing(situation);
      const hive = hiveEngines(stood);
      await checkOperations(stood, { seed, runs }, (operation) =>
        differenceFromMonolith(stood, hive, operation, tally),
      );
    },
  );
});
