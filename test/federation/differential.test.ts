import { ApolloServer } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testGraph } from '../kit/testGraph.ts';
import { operations } from './differentialOperations.ts';
import { quietLogger } from './quietLogger.ts';
import { shop } from './shop.ts';
import { stockGateway } from './stockGateway.ts';

describe('the engine beside the stock gateway', () => {
  const ours = testGraph(shop().subgraphs);
  let stock: ApolloServer;

  beforeAll(async () => {
    vi.stubEnv('APOLLO_TELEMETRY_DISABLED', 'true');
    stock = new ApolloServer({ gateway: stockGateway(ours.supergraphSdl, ours.schemas), logger: quietLogger });
    await stock.start();
  });
  afterAll(async () => {
    await stock.stop();
    vi.unstubAllEnvs();
  });

  const askStock = async (query: string, variables: Record<string, unknown>): Promise<FormattedExecutionResult> => {
    const { body } = await stock.executeOperation({ query, variables });
    if (body.kind !== 'single') throw new Error('The stock gateway gave more than one result');
    return body.singleResult;
  };

  it('is compared over at least forty operations', () => {
    expect(operations.length).toBeGreaterThanOrEqual(40);
  });

  it.each(operations)('gives the same JSON: $name', async ({ query, variables = {}, failing = false }) => {
    const theirs = await askStock(query, variables);
    const own = await ours.run(query, variables);
    expect(JSON.stringify(own.data, null, 1)).toBe(JSON.stringify(theirs.data, null, 1));
    expect([own.errors !== undefined, theirs.errors !== undefined]).toEqual([failing, failing]);
    expect(theirs.data).toBeDefined();
    if (!failing) expect(JSON.stringify(own)).toBe(JSON.stringify({ data: theirs.data }));
    // As text, first shaped and serialised, from the second time on by the operation's own program.
    for (const _time of ['first', 'second', 'third']) {
      const answer = await ours.answer(query, variables);
      if ('initial' in answer) throw new Error('The answer came in parts');
      expect(answer.data).toBe(JSON.stringify(theirs.data));
      expect(answer.body?.toString()).toBe(failing ? undefined : JSON.stringify({ data: theirs.data }));
    }
  });
});
