import { afterAll, beforeAll, describe, it, vi } from 'vitest';
import { allSituations } from './allSituations.ts';
import { differenceFromMonolith, type Tally } from './answers.ts';
import { checkOperations } from './checkOperations.ts';
import { differentialRuns } from './differentialRuns.ts';
import { stockEngine } from './engines/stockEngine.ts';
import { standing } from './standing.ts';

const { seed, operations } = differentialRuns;
// It refuses to load what uses contexts.
const loadable = allSituations.filter(({ name }) => name !== 'from-context');
const runs = Math.ceil(operations / 6 / loadable.length);

describe('generated operations on the stock gateway', () => {
  const tally: Tally = new Map();
  beforeAll(() => void vi.stubEnv('APOLLO_TELEMETRY_DISABLED', 'true'));
  afterAll(() => {
    vi.unstubAllEnvs();
    const lines = [...tally].map(([{ reason }, times]) => `${times} known differences of stock: ${reason}\n`);
    process.stdout.write(
      `${loadable.length * runs} operations beside the stock gateway, seed ${seed}\n${lines.join('')}`,
    );
  });

  it.each(loadable)(
    'have the same data where it is not known to be wrong: $name',
    { timeout: 240_000 },
    async (situation) => {
      const stood = standing(situation);
      await using stock = await stockEngine(stood.test.supergraphSdl, stood.test.schemas);
      await checkOperations(stood, { seed, runs }, (operation) =>
        differenceFromMonolith(stood, [stock], operation, tally),
      );
    },
  );
});
