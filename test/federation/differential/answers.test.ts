import { sample } from 'fast-check';
import { validate } from 'graphql';
import { afterAll, describe, expect, it } from 'vitest';
import { allSituations } from './allSituations.ts';
import { differenceFromMonolith, type Tally } from './answers.ts';
import { checkOperations } from './checkOperations.ts';
import { differentialRuns } from './differentialRuns.ts';
import { knownDifferences } from './knownDifferences.ts';
import { OperationArbitrary } from './operations/operationArbitrary.ts';
import { standing } from './standing.ts';

const { seed, operations } = differentialRuns;
const ready = allSituations.filter(({ pending }) => pending === undefined);
const runs = Math.ceil(operations / ready.length);

describe('generated operations', () => {
  const tally: Tally = new Map();
  afterAll(() => {
    const lines = [...tally].map(
      ([{ engine, reason }, times]) => `${times} known differences of ${engine}: ${reason}\n`,
    );
    process.stdout.write(`${ready.length * runs} operations, seed ${seed}\n${lines.join('')}`);
  });

  it.each(ready)('are answered as by one schema: $name', { timeout: 240_000 }, async (situation) => {
    const stood = standing(situation);
    await checkOperations(stood, { seed, runs }, (operation) =>
      differenceFromMonolith(stood, stood.engines, operation, tally),
    );
  });

  it.each(allSituations)('are valid as they are made: $name', (situation) => {
    const { schema } = standing(situation).test.graph;
    for (const { document } of sample(new OperationArbitrary(schema), { seed, numRuns: 50 })) {
      expect(validate(schema, document)).toEqual([]);
    }
  });

  it('wait for no more than is listed', () => {
    expect(allSituations.filter(({ pending }) => pending !== undefined).map(({ name }) => name)).toEqual([]);
  });

  it.runIf(operations >= 10_000)('still meet every difference that is known', () => {
    expect(
      knownDifferences
        .filter((known) => known.engine === 'weft' && known.ofDamage !== true && !tally.has(known))
        .map(({ reason }) => reason),
    ).toEqual([]);
  });
});
