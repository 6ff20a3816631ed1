import { setImmediate as turn } from 'node:timers/promises';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { apolloGateway } from '../../../gateway/apolloGateway.ts';
import { federatedGraph } from '../../../gateway/federatedGraph.ts';
import type { RequestContext } from '../../../gateway/graph.ts';
import { inProcessClient } from '../../../gateway/subgraph/inProcessClient.ts';
import { composeSubgraphs } from '../../../gateway/supergraph/composeSubgraphs.ts';
import { currentSupergraph } from '../../../gateway/supergraph/currentSupergraph.ts';
import { loadSupergraph } from '../../../gateway/supergraph/supergraph.ts';
import { silentLog } from '../../../lib/log.ts';
import { anonymous } from '../../../lib/viewer.ts';
import { percentiles } from '../percentiles.ts';
import type { InProcessOrder, InProcessOutcome } from './inProcess.ts';

const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])\n`;
const items = Array.from({ length: 200 }, (_, index) => ({
  id: `i${index}`,
  name: `Item number ${index}`,
  price: 100 + index * 7,
  tags: ['new', 'boxed'].slice(0, index % 3),
}));
const shelves = new Map(
  items.map(({ id }, index) => [id, { id, quantity: index % 13, place: { aisle: index % 9, level: `L${index % 4}` } }]),
);

const sources = [
  {
    name: 'catalog',
    sdl: `type Query { items: [Item!]! } type Item @key(fields: "id") { id: ID! name: String! price: Int! tags: [String!]! }`,
    resolvers: { Query: { items: async () => items } },
  },
  {
    name: 'stock',
    sdl: `type Item @key(fields: "id") { id: ID! quantity: Int! inStock: Boolean! place: Place }
      type Place { aisle: Int! level: String! }`,
    resolvers: {
      Item: {
        __resolveReference: ({ id }: { readonly id: string }) => shelves.get(id),
        inStock: ({ quantity }: { readonly quantity: number }) => quantity > 0,
      },
    },
  },
];
const query = '{ items { id name price tags quantity inStock place { aisle level } } }';

const schemas = new Map(
  sources.map(({ name, sdl, resolvers }) => [
    name,
    buildSubgraphSchema([{ typeDefs: parse(header + sdl), resolvers: resolvers as never }]),
  ]),
);
function schemaOf(name: string): GraphQLSchema {
  const schema = schemas.get(name);
  if (schema === undefined) throw new Error(`There is no subgraph ${name}`);
  return schema;
}

const composition = composeSubgraphs(sources.map(({ name, sdl }) => ({ name, sdl: header + sdl })));
if (!composition.ok) throw new Error('The subgraphs do not compose');
const { supergraphSdl } = composition;

const contextValue: RequestContext = { viewer: anonymous, requestId: 'r', signal: new AbortController().signal };

function weftGraph() {
  const clients = new Map(
    sources.map(({ name }) => [name, inProcessClient({ schema: schemaOf(name), context: () => ({}) })]),
  );
  return federatedGraph({
    supergraph: currentSupergraph(loadSupergraph(supergraphSdl)),
    clientOf(name) {
      const client = clients.get(name);
      if (client === undefined) throw new Error(`There is no subgraph ${name}`);
      return client;
    },
    log: silentLog,
  });
}

async function throughApollo(gateway: ConstructorParameters<typeof ApolloServer<RequestContext>>[0]['gateway']) {
  if (gateway === undefined) throw new Error('There is no gateway');
  const server = new ApolloServer<RequestContext>({ gateway, stopOnTerminationSignals: false });
  await server.start();
  return async (): Promise<string> => {
    const { body } = await server.executeOperation({ query }, { contextValue });
    if (body.kind !== 'single') throw new Error('The answer comes in parts');
    return JSON.stringify({ data: body.singleResult.data });
  };
}

/** Each way to the answer, as text. */
const ways: Readonly<Record<string, () => Promise<() => Promise<string>>>> = {
  stock: () =>
    throughApollo(
      new ApolloGateway({
        supergraphSdl,
        buildService: ({ name }) => new LocalGraphQLDataSource(schemaOf(name)),
        logger: { debug() {}, info() {}, warn() {}, error() {} },
      }),
    ),
  'weft-apollo': () => throughApollo(apolloGateway<RequestContext>(weftGraph())),
  async weft() {
    const graph = weftGraph();
    return async () => {
      const ready = graph.prepare({ query });
      if ('errors' in ready) throw new Error('The operation was refused');
      const answer = await graph.answer(ready, contextValue);
      if (!('data' in answer)) throw new Error('The answer has no data');
      return `{"data":${answer.data}}`;
    };
  },
  async graphql() {
    const first = parse('{ items { __typename id name price tags } }');
    const second = parse(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Item { quantity inStock place { aisle level } } } }',
    );
    const r = items.map(({ id }) => ({ __typename: 'Item', id }));
    return async () => {
      await execute({ schema: schemaOf('catalog'), document: first });
      await execute({ schema: schemaOf('stock'), document: second, variableValues: { r } });
      return '';
    };
  },
};

const way = ways[String(process.argv[2])];
if (way === undefined) throw new Error(`There is no way ${process.argv[2]}`);
const run = await way();

/** One after the other, with a turn of the event loop between, as requests over a network have. */
async function measure({ count }: InProcessOrder): Promise<InProcessOutcome> {
  const latenciesMs: number[] = [];
  let body = '';
  const before = process.cpuUsage();
  const startedAt = performance.now();
  for (let index = 0; index < count; index += 1) {
    const sentAt = performance.now();
    body = await run();
    latenciesMs.push(performance.now() - sentAt);
    await turn();
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(before);
  const { p50, p99 } = percentiles(latenciesMs);
  return { seconds, p50, p99, body, cpuMicroseconds: user + system, residentBytes: process.memoryUsage.rss() };
}

process.on('message', (order: InProcessOrder) => {
  measure(order).then(
    (outcome) => process.send?.(outcome),
    (error: unknown) => {
      throw error;
    },
  );
});
process.stdout.write('ready here\n');
