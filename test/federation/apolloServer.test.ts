import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import { describe, expect, it } from 'vitest';
import { apolloGateway } from '../../gateway/apolloGateway.ts';
import type { FederatedGraph } from '../../gateway/federatedGraph.ts';
import type { RequestContext } from '../../gateway/graph.ts';
import { loadSupergraph } from '../../gateway/supergraph/supergraph.ts';
import { anonymous } from '../../lib/viewer.ts';
import { testGraph } from '../kit/testGraph.ts';
import { shop } from './shop.ts';

async function serve(graph: FederatedGraph) {
  const server = new ApolloServer<RequestContext>({
    gateway: apolloGateway<RequestContext>(graph),
    plugins: [ApolloServerPluginUsageReportingDisabled()],
    nodeEnv: 'production',
    introspection: true,
  });
  await server.start();
  const ask = async (query: string, variables: Record<string, unknown> = {}) => {
    const contextValue = { viewer: anonymous, requestId: 'r', signal: new AbortController().signal };
    const { body } = await server.executeOperation({ query, variables }, { contextValue });
    return body.kind === 'single' ? body.singleResult : null;
  };
  return { ask, [Symbol.asyncDispose]: () => server.stop() };
}

describe('the graph behind Apollo Server', () => {
  it('answers queries and mutations with the context of the request', async () => {
    const graph = testGraph(shop().subgraphs);
    await using server = await serve(graph.graph);
    expect(await server.ask('query ($n: Int) { topProducts(first: $n) { name inStock } }', { n: 1 })).toEqual({
      data: { topProducts: [{ name: 'Table', inStock: true }] },
    });
    expect(await server.ask('mutation { renameUser(id: "u1", name: "X") { name } }')).toEqual({
      data: { renameUser: { name: 'X' } },
    });
    expect(graph.calls[0]?.request).toMatchObject({ viewer: anonymous, requestId: 'r' });
  });

  it('answers errors with their codes', async () => {
    await using server = await serve(testGraph(shop().subgraphs).graph);
    expect(await server.ask('{ maybeBroken { name } }')).toMatchObject({
      data: { maybeBroken: null },
      errors: [
        { message: 'Not for you.', path: ['maybeBroken'], extensions: { code: 'FORBIDDEN', field: 'maybeBroken' } },
      ],
    });
    expect(await server.ask('query ($n: Int!) { topProducts(first: $n) { name } }', { n: 'x' })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', variable: 'n' } }],
    });
  });

  it('follows the supergraph in use', async () => {
    const before = testGraph({ one: { sdl: 'type Query { one: Int }', resolvers: { Query: { one: () => 1 } } } });
    const after = testGraph({ one: { sdl: 'type Query { one: Int two: Int }' } });
    await using server = await serve(before.graph);
    expect(await server.ask('{ two }')).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    before.graph.supergraph.swap(loadSupergraph(after.supergraphSdl));
    expect(await server.ask('{ two }')).toMatchObject({ data: { two: null } });
    expect(await server.ask('{ __type(name: "Query") { fields { name } } }')).toEqual({
      data: { __type: { fields: [{ name: 'one' }, { name: 'two' }] } },
    });
  });
});

describe('a swap of the supergraph', () => {
  it('leaves an operation that was prepared before it alone', async () => {
    const before = testGraph({ one: { sdl: 'type Query { one: Int }', resolvers: { Query: { one: () => 1 } } } });
    const after = testGraph({ one: { sdl: 'type Query { two: Int }' } });
    const prepared = before.graph.prepare({ query: '{ one }' });
    if ('errors' in prepared) throw new Error('The operation was refused');
    before.graph.supergraph.swap(loadSupergraph(after.supergraphSdl));
    const context = { viewer: anonymous, requestId: 'r', signal: new AbortController().signal };
    expect(await before.graph.execute(prepared, context)).toEqual({ data: { one: 1 } });
    expect(before.graph.prepare({ query: '{ one }' })).toMatchObject({ errors: [{}] });
  });

  it('to the same supergraph is none', () => {
    const { graph, supergraphSdl } = testGraph(shop().subgraphs);
    const { value } = graph.supergraph;
    let told = 0;
    const stop = graph.supergraph.onSwap(() => {
      told += 1;
    });
    graph.supergraph.swap(loadSupergraph(supergraphSdl));
    stop();
    expect(graph.supergraph.value).toBe(value);
    expect(told).toBe(0);
  });
});
