import { type GatewayConfig, IntrospectAndCompose, LocalCompose, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { composeSubgraphs } from '../../gateway/supergraph/composeSubgraphs.ts';
import { WeftGateway } from '../../gateway/weftGateway.ts';
import { deadline } from '../kit/deadline.ts';
import { askedGateway, makers } from './gatewayPair.ts';
import { quietLogger } from './quietLogger.ts';
import { servedSubgraphs } from './servedSubgraphs.ts';

const first = 'type Query { one: Int }';
const second = 'type Query { one: Int two: Int }';

const schemaOf = (sdl: string): GraphQLSchema =>
  buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: { Query: { one: () => 1, two: () => 2 } } }]);

/** The supergraph of one subgraph, `numbers`. */
function supergraphOf(sdl: string, url: string): string {
  const composed = composeSubgraphs([{ name: 'numbers', sdl, url }]);
  if (!composed.ok) throw new Error('It does not compose');
  return composed.supergraphSdl;
}

/** A logger that keeps what it is told as errors. */
function listening() {
  const errors: string[] = [];
  return { errors, logger: { ...quietLogger, error: (message: unknown) => void errors.push(String(message)) } };
}

describe('the supergraph of a WeftGateway', () => {
  beforeAll(() => void vi.stubEnv('APOLLO_TELEMETRY_DISABLED', 'true'));
  afterAll(() => void vi.unstubAllEnvs());

  it('comes from a function, which may exchange it; a bad one is thrown at it and not used', async () => {
    await using served = await servedSubgraphs(new Map([['numbers', schemaOf(second)]]));
    const url = served.urls.get('numbers') ?? '';
    for (const make of [makers.stock, makers.weft]) {
      let update: (sdl: string) => void = () => undefined;
      let cleaned = 0;
      const told: string[] = [];
      const gateway = make({
        logger: quietLogger,
        async supergraphSdl(hooks) {
          update = hooks.update;
          await hooks.healthCheck(supergraphOf(first, url));
          const cleanup = async (): Promise<void> => {
            cleaned += 1;
          };
          return { supergraphSdl: supergraphOf(first, url), cleanup };
        },
        experimental_didUpdateSupergraph(now, before) {
          told.push([before, now].map((info) => (info === undefined ? 'none' : 'supergraphSdl' in info)).join(' → '));
        },
      });
      const schemas: number[] = [];
      gateway.onSchemaLoadOrUpdate(({ coreSupergraphSdl }) => void schemas.push(coreSupergraphSdl.length));
      {
        await using asked = await askedGateway(gateway);
        expect((await asked.ask('{ one }')).result).toEqual({ data: { one: 1 } });
        expect(() => update('type Nonsense')).toThrow();
        expect((await asked.ask('{ one }')).result).toEqual({ data: { one: 1 } });
        update(supergraphOf(second, url));
        expect((await asked.ask('{ two }')).result).toEqual({ data: { two: 2 } });
        expect(Object.keys(gateway.schema?.getQueryType()?.getFields() ?? {})).toEqual(['one', 'two']);
      }
      expect(cleaned).toBe(1);
      expect(told).toEqual(['none → true', 'true → true']);
      expect(schemas).toHaveLength(2);
      expect(() => update(supergraphOf(first, url))).toThrow();
      await gateway.stop();
    }
  });

  it('comes from IntrospectAndCompose, which follows the subgraphs', async () => {
    await using served = await servedSubgraphs(new Map([['numbers', schemaOf(first)]]));
    const url = served.urls.get('numbers') ?? '';
    const supergraphSdl = new IntrospectAndCompose({
      subgraphs: [{ name: 'numbers', url }],
      introspectionHeaders: { 'X-Key': 'of the manager' },
      pollIntervalInMs: 10,
      subgraphHealthCheck: true,
      logger: quietLogger,
    });
    const gateway = new WeftGateway({ supergraphSdl, logger: quietLogger });
    await using asked = await askedGateway(gateway);
    expect(gateway.supergraphManager).toBe(supergraphSdl);
    expect((await asked.ask('{ one }')).result).toEqual({ data: { one: 1 } });
    expect(served.seen[0]?.headers['x-key']).toBe('of the manager');
    served.schemas.set('numbers', schemaOf(second));
    await deadline(() => gateway.schema?.getQueryType()?.getFields()['two'] !== undefined);
    expect((await asked.ask('{ two }')).result).toEqual({ data: { two: 2 } });
  });

  it('comes from LocalCompose, with data sources in this process', async () => {
    const { errors, logger } = listening();
    const config: GatewayConfig = {
      supergraphSdl: new LocalCompose({ localServiceList: [{ name: 'numbers', typeDefs: parse(first) }] }),
      buildService: () => new LocalGraphQLDataSource(schemaOf(first)),
      logger,
    };
    await using asked = await askedGateway(new WeftGateway(config));
    expect((await asked.ask('{ one }')).result).toEqual({ data: { one: 1 } });
    expect(errors.join()).toContain('states no address');
  });

  it('comes from the deprecated lists too', async () => {
    await using served = await servedSubgraphs(new Map([['numbers', schemaOf(first)]]));
    const url = served.urls.get('numbers') ?? '';
    const lists: readonly GatewayConfig[] = [
      { serviceList: [{ name: 'numbers', url }], serviceHealthCheck: true, logger: quietLogger },
      { localServiceList: [{ name: 'numbers', url, typeDefs: parse(first) }], logger: quietLogger },
    ];
    for (const config of lists) {
      await using asked = await askedGateway(new WeftGateway(config));
      expect((await asked.ask('{ one }')).result).toEqual({ data: { one: 1 } });
    }
  });

  it('of a running operation is the one it began with, at the addresses it began with', async () => {
    await using old = await servedSubgraphs(new Map([['numbers', schemaOf(first)]]));
    await using young = await servedSubgraphs(new Map([['numbers', schemaOf(second)]]));
    let update: (sdl: string) => void = () => undefined;
    const gateway = new WeftGateway({
      logger: quietLogger,
      async supergraphSdl(hooks) {
        update = hooks.update;
        return { supergraphSdl: supergraphOf(first, old.urls.get('numbers') ?? '') };
      },
    });
    await using asked = await askedGateway(gateway);
    old.odd = () => {
      // The operation is under way: the supergraph is exchanged before its answer is there.
      update(supergraphOf(second, young.urls.get('numbers') ?? ''));
      return undefined;
    };
    expect((await asked.ask('{ one }')).result).toEqual({ data: { one: 1 } });
    expect(young.seen).toHaveLength(0);
    expect((await asked.ask('{ two }')).result).toEqual({ data: { two: 2 } });
    expect(young.seen).toHaveLength(1);
  });

  it('says on demand whether the subgraphs are well', async () => {
    await using served = await servedSubgraphs(new Map([['numbers', schemaOf(first)]]));
    const supergraphSdl = supergraphOf(first, served.urls.get('numbers') ?? '');
    const gateway = new WeftGateway({ supergraphSdl, logger: quietLogger });
    await using _asked = await askedGateway(gateway);
    expect(await gateway.serviceHealthCheck()).toEqual([
      { name: 'numbers', response: { data: { __typename: 'Query' } } },
    ]);
    served.odd = () => ({ status: 503 });
    await expect(gateway.serviceHealthCheck()).rejects.toThrow('"numbers" failed the health check');
  });

  it('is missed when nobody provides one, and a load that failed cleans up', async () => {
    await expect(new WeftGateway({ logger: quietLogger }).load()).rejects.toThrow('needs a supergraph');
    let cleaned = 0;
    const gateway = new WeftGateway({
      logger: quietLogger,
      supergraphSdl: async () => ({
        supergraphSdl: 'type Nonsense',
        async cleanup() {
          cleaned += 1;
        },
      }),
    });
    await expect(gateway.load()).rejects.toThrow();
    expect(cleaned).toBe(1);
    await gateway.stop();
  });
});

describe('the options of a WeftGateway', () => {
  const supergraphSdl = supergraphOf(first, 'http://numbers.invalid');

  it('are the gateway of an Apollo Server of any context, without a cast', () => {
    new ApolloServer<{ readonly token: string }>({ gateway: new WeftGateway({ supergraphSdl }) });
    new ApolloServer({ gateway: new WeftGateway({ supergraphSdl }) });
  });

  it('have the types that the package declares', () => {
    const declared: typeof import('../../gateway/library.mjs').WeftGateway = WeftGateway;
    expect(declared).toBe(WeftGateway);
  });

  it.each<[string, GatewayConfig]>([
    ['experimental_didResolveQueryPlan', { supergraphSdl, experimental_didResolveQueryPlan: () => undefined }],
    ['experimental_updateSupergraphSdl', { experimental_updateSupergraphSdl: async () => ({ id: '', supergraphSdl }) }],
    ['telemetry', { supergraphSdl, telemetry: { includeDocument: true } }],
    ['typeConditionedFetching', { supergraphSdl, queryPlannerConfig: { typeConditionedFetching: true } }],
  ])('that cannot be honoured are refused: %s', (name, config) => {
    expect(() => new WeftGateway(config)).toThrow(name);
  });

  it('that have no effect are named in the log', () => {
    const warnings: string[] = [];
    const logger = { ...quietLogger, warn: (message: unknown) => void warnings.push(String(message)) };
    new WeftGateway({ supergraphSdl, logger, queryPlannerConfig: { generateQueryFragments: true } });
    expect(warnings.join()).toContain('queryPlannerConfig');
  });
});
