import { type GatewayConfig, LocalGraphQLDataSource, RemoteGraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { subgraphFetcher } from '../../gateway/subgraph/subgraphFetcher.ts';
import { composeSubgraphs } from '../../gateway/supergraph/composeSubgraphs.ts';
import { federationHeader, testGraph } from '../kit/testGraph.ts';
import { operations } from './differentialOperations.ts';
import { type AskedGateway, askedGateway, makers } from './gatewayPair.ts';
import { quietLogger } from './quietLogger.ts';
import { type ServedSubgraphs, servedSubgraphs } from './servedSubgraphs.ts';
import { shop } from './shop.ts';

const { subgraphs } = shop();
const { schemas } = testGraph(subgraphs);

function schemaOf(name: string): GraphQLSchema {
  const schema = schemas.get(name);
  if (schema === undefined) throw new Error(`No subgraph ${name}`);
  return schema;
}

/** The supergraph of the shop at these addresses. */
function supergraphAt(urls: ReadonlyMap<string, string>): string {
  const sources = Object.entries(subgraphs).map(([name, { sdl }]) => ({
    name,
    sdl: federationHeader + sdl,
    url: urls.get(name) ?? '',
  }));
  const composed = composeSubgraphs(sources);
  if (!composed.ok) throw new Error('The shop does not compose');
  return composed.supergraphSdl;
}

describe('WeftGateway in place of ApolloGateway', () => {
  let served: ServedSubgraphs;
  let supergraphSdl: string;

  beforeAll(async () => {
    vi.stubEnv('APOLLO_TELEMETRY_DISABLED', 'true');
    served = await servedSubgraphs(schemas);
    supergraphSdl = supergraphAt(served.urls);
  });
  afterAll(async () => {
    await served[Symbol.asyncDispose]();
    vi.unstubAllEnvs();
  });

  afterEach(() => {
    served.odd = () => undefined;
  });

  /** Both gateways with the same options, each asked in turn; what `each` gives for one must be what it gives for the other. */
  const alike = async <T>(config: () => GatewayConfig, each: (gateway: AskedGateway) => Promise<T>): Promise<T> => {
    const outcomes: T[] = [];
    for (const make of [makers.stock, makers.weft]) {
      served.seen.length = 0;
      await using gateway = await askedGateway(make({ logger: quietLogger, ...config() }));
      outcomes.push(await each(gateway));
    }
    const [stock, weft] = outcomes;
    expect(weft).toEqual(stock);
    if (weft === undefined) throw new Error('unreachable');
    return weft;
  };

  it('gives the same answers over HTTP subgraphs, with status and cache policy', async () => {
    const answers = await alike(
      () => ({ supergraphSdl }),
      async ({ ask }) => {
        const all: unknown[] = [];
        for (const { query, variables, failing } of operations) {
          if (failing !== true) all.push(await ask(query, variables));
        }
        return all;
      },
    );
    expect(answers.length).toBeGreaterThan(40);
  });

  it.each([
    ['an error of a resolver', '{ maybeBroken { name } }'],
    ['errors of entities', '{ topProducts { name flaky } }'],
    ['an error at a field that may not be null', '{ broken { name } }'],
    ['a null where there may be none', '{ review(id: "r1") { id weak { must } } }'],
    ['a document that is not valid', '{ nothing }'],
    ['a mutation that fails', 'mutation { fail(text: "x") { id } }'],
    ['introspection', '{ __schema { queryType { name } } __type(name: "User") { fields { name } } }'],
  ])('shows what the stock gateway shows: %s', async (_name, query) => {
    await alike(
      () => ({ supergraphSdl }),
      ({ ask }) => ask(query),
    );
  });

  it('refuses variables with the same status, message and code', async () => {
    const { status } = await alike(
      () => ({ supergraphSdl }),
      ({ ask }) => ask('query ($n: Int!) { topProducts(first: $n) { name } }', { n: 'x' }),
    );
    expect(status).toBe(400);
  });

  it('keeps the policy of the cache that the subgraphs state', async () => {
    served.odd = ({ subgraph }) =>
      subgraph === 'accounts'
        ? {
            headers: { 'cache-control': 'max-age=60, private' },
            body: '{"data":{"me":{"__typename":"User","id":"u1","name":"Ada"}}}',
          }
        : undefined;
    const { cacheControl } = await alike(
      () => ({ supergraphSdl }),
      ({ ask }) => ask('{ me { name } }'),
    );
    expect(cacheControl).toBe('max-age=60, private');
  });

  describe('with RemoteGraphQLDataSource', () => {
    /** Calls of hooks in an order that does not depend on which subgraph was faster. */
    const recording = (calls: unknown[]): GatewayConfig => ({
      supergraphSdl,
      buildService: ({ name, url }) =>
        new (class extends RemoteGraphQLDataSource {
          override willSendRequest({
            request,
            context,
            kind,
          }: Parameters<NonNullable<RemoteGraphQLDataSource['willSendRequest']>>[0]) {
            request.http?.headers.set('x-viewer', String(context['token']));
            calls.push(['will send', name, kind, context, request.http?.method, request.http?.url]);
          }
          override didReceiveResponse({
            response,
            context,
            pathInIncomingRequest,
          }: Parameters<NonNullable<RemoteGraphQLDataSource['didReceiveResponse']>>[0]) {
            calls.push([
              'did receive',
              name,
              pathInIncomingRequest,
              context,
              response.http?.headers.get('content-type'),
            ]);
            return response;
          }
          override didEncounterError(error: Error): never {
            calls.push(['did encounter', name, error.message]);
            throw error;
          }
        })(url === undefined ? {} : { url }),
    });

    it('calls the same hooks and sends the same headers', async () => {
      const seen = await alike(
        () => recording([]),
        async ({ ask }) => {
          await ask('{ me { name reviews { product { name inStock } } } }');
          // The last two are sent at the same time, and either may arrive first.
          return served.seen.map(({ subgraph, headers }) => `${subgraph}: ${headers['x-viewer']}`).sort();
        },
      );
      expect(seen.length).toBeGreaterThan(2);
      expect(seen[0]).toBe('accounts: secret of the caller');
      const calls: unknown[] = [];
      const perGateway: unknown[][] = [];
      await alike(
        () => recording(calls),
        async ({ ask }) => {
          const { result } = await ask('{ me { name reviews { product { name inStock } } } }');
          perGateway.push(
            calls
              .splice(0)
              .map((call) => JSON.stringify(call))
              .sort(),
          );
          return result;
        },
      );
      expect(perGateway[1]).toEqual(perGateway[0]);
      expect(perGateway[0]?.length).toBeGreaterThan(5);
    });

    it('shows a refusal by its status, and never the address or body of the subgraph', async () => {
      served.odd = ({ subgraph }) => (subgraph === 'reviews' ? { status: 401, body: '{"secret":"inner"}' } : undefined);
      const shown: unknown[] = [];
      for (const make of [makers.stock, makers.weft]) {
        await using gateway = await askedGateway(make({ logger: quietLogger, ...recording([]) }));
        const { status, result } = await gateway.ask('{ me { name reviews { body } } }');
        const errors = result.errors?.map(({ message, path, extensions }) => [message, path, extensions?.['code']]);
        shown.push([status, result.data, errors]);
        if (make === makers.weft) expect(JSON.stringify(result)).not.toMatch(/inner|127\.0\.0\.1/);
      }
      expect(shown[1]).toEqual(shown[0]);
      expect(shown[1]).toEqual([
        undefined,
        { me: { name: 'Ada', reviews: null } },
        [['401: Unauthorized', undefined, 'UNAUTHENTICATED']],
      ]);
    });

    it('says which subgraph could not be reached, without its address', async () => {
      const gone = await servedSubgraphs(new Map(schemas));
      await gone[Symbol.asyncDispose]();
      const buildService: GatewayConfig['buildService'] = ({ name, url }) =>
        new RemoteGraphQLDataSource({ url: (name === 'reviews' ? gone.urls.get(name) : url) ?? '' });
      await using gateway = await askedGateway(makers.weft({ supergraphSdl, buildService, logger: quietLogger }));
      const { result } = await gateway.ask('{ me { name reviews { body } } }');
      expect(result).toEqual({
        data: { me: { name: 'Ada', reviews: null } },
        errors: [
          {
            message: 'The subgraph "reviews" could not be reached.',
            extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'reviews', serviceName: 'reviews' },
          },
        ],
      });
    });

    it('sends hashes in place of texts when told to', async () => {
      served.odd = ({ body }) =>
        body.query === undefined ? { body: '{"errors":[{"message":"PersistedQueryNotFound"}]}' } : undefined;
      const sent = await alike(
        () => ({
          supergraphSdl,
          buildService: ({ url }) => new RemoteGraphQLDataSource({ url: url ?? '', apq: true }),
        }),
        async ({ ask }) => {
          await ask('{ me { name } }');
          return served.seen.map(({ body }) => [body.query !== undefined, body.extensions !== undefined]);
        },
      );
      expect(sent).toEqual([
        [false, true],
        [true, true],
      ]);
    });

    it('lets a subclass answer by itself, or with a fetcher of its own', async () => {
      const { result } = await alike(
        () => ({
          supergraphSdl,
          buildService: ({ name, url }) => {
            if (name === 'accounts')
              return { process: async () => ({ data: { me: { __typename: 'User', id: 'u1', name: 'Eve' } } }) };
            const source = new RemoteGraphQLDataSource({ url: url ?? '' });
            const { fetcher } = source;
            source.fetcher = (address, init) =>
              fetcher(address, { ...init, headers: { ...init?.headers, 'x-viewer': 'fetcher' } });
            return source;
          },
        }),
        async ({ ask }) => {
          const answer = await ask('{ me { name reviews { stars } } }');
          expect(served.seen.map(({ headers }) => headers['x-viewer'])).toEqual(['fetcher']);
          return answer;
        },
      );
      expect(result.data?.['me']).toMatchObject({ name: 'Eve' });
    });

    it('answers the same with the fetcher of this package', async () => {
      const withFetcher: GatewayConfig = {
        supergraphSdl,
        buildService: ({ url }) =>
          new RemoteGraphQLDataSource({
            url: url ?? '',
            fetcher: subgraphFetcher,
            didReceiveResponse({ response }) {
              response.http?.headers.set('x-read', response.http.headers.get('content-type') ?? '');
              return response;
            },
          }),
      };
      served.odd = ({ subgraph }) => (subgraph === 'inventory' ? { status: 503, body: '{}' } : undefined);
      const { messages } = await alike(
        () => withFetcher,
        async ({ ask }) => {
          const { result } = await ask('{ me { name reviews { body product { name inStock } } } }');
          return { data: result.data, messages: result.errors?.map(({ message }) => message) };
        },
      );
      expect(messages).toEqual(['503: Service Unavailable']);
    });

    it('shows errors that hooks throw, with their codes', async () => {
      const { result } = await alike(
        () => ({
          supergraphSdl,
          buildService: ({ name, url }) =>
            new RemoteGraphQLDataSource({
              url: url ?? '',
              willSendRequest() {
                if (name === 'reviews')
                  throw new GraphQLError('Not today.', { extensions: { code: 'CLOSED', until: 'Monday' } });
                if (name === 'inventory') throw new Error('Out of order.');
              },
            }),
        }),
        async ({ ask }) => await ask('{ me { name reviews { body } } topProducts { name inStock } }'),
      );
      expect(result.errors).toHaveLength(2);
    });
  });

  it('runs LocalGraphQLDataSource with the context of the server', async () => {
    await alike(
      () => ({
        supergraphSdl,
        buildService: ({ name }) => new LocalGraphQLDataSource(schemaOf(name)),
      }),
      async ({ ask }) => {
        const query = '{ me { name reviews { body product { name inStock flaky } } } secret: me { secret } }';
        return [await ask(query), await ask(query)];
      },
    );
  });

  it('runs a LocalGraphQLDataSource that somebody has changed the way it was changed', async () => {
    class Counting extends LocalGraphQLDataSource {
      override async process(options: Parameters<LocalGraphQLDataSource['process']>[0]) {
        const { data } = await super.process(options);
        return { data: data ?? null, errors: [{ message: 'Counted.' }] };
      }
    }
    const { result } = await alike(
      () => ({
        supergraphSdl,
        buildService: ({ name }) => new Counting(schemaOf(name)),
      }),
      ({ ask }) => ask('{ me { name } }'),
    );
    expect(result.errors).toHaveLength(1);
  });
});
