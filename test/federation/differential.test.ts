import { ApolloGateway, type GraphQLDataSource, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TestGraph, testGraph } from '../kit/testGraph.ts';
import { operations } from './differentialOperations.ts';
import { shop } from './shop.ts';

const nothing = (): void => undefined;
const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Apollo's own gateway over the same supergraph and the same schemas in this process. */
function stockServer({ supergraphSdl, schemas }: TestGraph): ApolloServer {
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger,
    buildService({ name }): GraphQLDataSource {
      const schema = schemas.get(name);
      if (schema === undefined) throw new Error(`No subgraph ${name}`);
      return new LocalGraphQLDataSource(schema);
    },
  });
  return new ApolloServer({ gateway, logger });
}

describe('the engine beside the stock gateway', () => {
  const ours = testGraph(shop().subgraphs);
  let stock: ApolloServer;

  beforeAll(async () => {
    vi.stubEnv('APOLLO_TELEMETRY_DISABLED', 'true');
    stock = stockServer(ours);
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
