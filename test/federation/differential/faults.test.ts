import { afterAll, describe, expect, it } from 'vitest';
import { allSituations } from './allSituations.ts';
import { differenceFromMonolith, type Tally } from './answers.ts';
import { checkOperations, type Difference } from './checkOperations.ts';
import { faultOfAnswer } from './compare/explainedNulls.ts';
import { differentialRuns } from './differentialRuns.ts';
import { explanation } from './knownDifferences.ts';
import type { Operation } from './operations/operation.ts';
import { type Standing, standing } from './standing.ts';

const { seed, operations } = differentialRuns;
const ready = allSituations.filter(({ pending }) => pending === undefined);
const runs = Math.ceil(operations / 4 / ready.length);

/** Resolvers that fail, the same ones on both sides: the same data, and errors about the same nulls. */
async function withResolverFaults(stood: Standing, operation: Operation, tally: Tally): Promise<Difference | null> {
  stood.resolverFaults.choose(operation.faultSeed);
  try {
    return await differenceFromMonolith(stood, stood.engines, operation, tally);
  } finally {
    stood.resolverFaults.choose(null);
  }
}

/** Answers lost or damaged on their way: nobody can say what the data should be, but it must be in order. */
async function withTransportFaults(stood: Standing, operation: Operation, tally: Tally): Promise<Difference | null> {
  const { situation, monolith, engines, transportFaults } = stood;
  situation.reset?.();
  const right = await monolith.run(operation);
  // What goes wrong by itself has its own tests; here each null has one of the faults for its reason.
  if (right.errors.length > 0) return null;
  for (const engine of engines) {
    situation.reset?.();
    transportFaults.choose(operation.faultSeed);
    const given = await engine.run(operation).finally(() => transportFaults.choose(null));
    const says = faultOfAnswer(right, given, monolith.types);
    if (says === null) continue;
    const known = explanation(engine.name, situation.name, operation, { given, isDamaged: true });
    if (known === undefined) return { engine: engine.name, says, right, given };
    tally.set(known, (tally.get(known) ?? 0) + 1);
  }
  return null;
}

describe('generated operations over subgraphs with faults', () => {
  const tally: Tally = new Map();
  let passed = 0;
  afterAll(() => void process.stdout.write(`${passed} operations with faults, seed ${seed}\n`));

  it.each(ready)('fail as one schema fails: $name', { timeout: 240_000 }, async (situation) => {
    const stood = standing(situation);
    await checkOperations(stood, { seed: seed + 1, runs }, (operation) => withResolverFaults(stood, operation, tally));
    passed += runs;
  });

  it.each(ready)('leave the rest of the answer in order: $name', { timeout: 240_000 }, async (situation) => {
    const stood = standing(situation);
    await checkOperations(stood, { seed: seed + 2, runs }, (operation) => withTransportFaults(stood, operation, tally));
    passed += runs;
  });

  it('has come to the end', () => {
    expect(passed).toBe(2 * runs * ready.length);
  });
});
