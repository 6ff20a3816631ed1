import { RemoteGraphQLDataSource } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { composeSubgraphs } from '../../gateway/supergraph/composeSubgraphs.ts';
import { federationHeader, testGraph } from '../kit/testGraph.ts';
import { askedGateway, makers, type PairAnswer } from './gatewayPair.ts';
import { quietLogger } from './quietLogger.ts';
import { type SeenRequest, type ServedSubgraphs, servedSubgraphs } from './servedSubgraphs.ts';

const sdl = `type Query { echo(text: String): String other: String } type Mutation { set(text: String): String }`;
const { schemas } = testGraph({
  words: {
    sdl,
    resolvers: {
      Query: { echo: (_: unknown, { text }: { text: string }) => `echo ${text}`, other: () => 'other' },
      Mutation: { set: (_: unknown, { text }: { text: string }) => `set ${text}` },
    },
  },
});

type Parts = ConstructorParameters<typeof RemoteGraphQLDataSource>[0];

/** An answer in which an error of a subgraph tells nothing of its address or body: those this gateway keeps to itself. */
function withoutAddresses(answer: PairAnswer): PairAnswer {
  const { errors, ...result } = answer.result;
  if (errors === undefined) return answer;
  const kept = errors.map((error) => {
    const response = error.extensions?.['response'] as
      | { readonly status: number; readonly statusText: string }
      | undefined;
    if (response !== undefined) {
      const { status, statusText } = response;
      return { ...error, extensions: { ...error.extensions, response: { status, statusText } } };
    }
    if (!error.message.startsWith('invalid json')) return error;
    const extensions = { code: 'SUBGRAPH_MALFORMED', subgraph: 'words', serviceName: 'words' };
    return { message: 'The subgraph "words" gave an answer that is not JSON.', extensions };
  });
  return { ...answer, result: { ...result, errors: kept } };
}

/** One answer of a gateway, what the subgraph was sent for it, and what hooks noted. */
interface Told {
  readonly answer: PairAnswer;
  readonly sent: readonly SeenRequest[];
  readonly notes: readonly unknown[];
}

describe('a RemoteGraphQLDataSource that sends as its class does', () => {
  let served: ServedSubgraphs;
  let supergraphSdl = '';
  let url = '';

  beforeAll(async () => {
    vi.stubEnv('APOLLO_TELEMETRY_DISABLED', 'true');
    served = await servedSubgraphs(schemas);
    url = served.urls.get('words') ?? '';
    const composed = composeSubgraphs([{ name: 'words', sdl: federationHeader + sdl, url }]);
    if (!composed.ok) throw new Error('It does not compose');
    ({ supergraphSdl } = composed);
  });
  afterAll(async () => {
    await served[Symbol.asyncDispose]();
    vi.unstubAllEnvs();
  });
  afterEach(() => {
    served.odd = () => undefined;
  });

  const query = 'query ($text: String) { echo(text: $text) }';

  /** What one gateway makes of a data source with these parts. */
  const told = async (
    make: (typeof makers)['stock' | 'weft'],
    parts: (notes: unknown[]) => Parts,
    asked: string,
  ): Promise<Told> => {
    const notes: unknown[] = [];
    served.seen.length = 0;
    const buildService = () => new RemoteGraphQLDataSource({ url, ...parts(notes) });
    await using gateway = await askedGateway(make({ supergraphSdl, buildService, logger: quietLogger }));
    const answer = await gateway.ask(asked, { text: 'hé' });
    return { answer, sent: [...served.seen], notes };
  };

  /** What both make of it, which must be the same but for the headers that only a library sends. */
  const alike = async (parts: (notes: unknown[]) => Parts, asked = query): Promise<Told> => {
    const stock = await told(makers.stock, parts, asked);
    const weft = await told(makers.weft, parts, asked);
    const bodies = ({ sent }: Told) => sent.map(({ body, headers }) => [body.variables, headers['content-type']]);
    expect(weft.notes).toEqual(stock.notes);
    expect(bodies(weft)).toEqual(bodies(stock));
    expect(weft.answer).toEqual(withoutAddresses(stock.answer));
    return weft;
  };

  /** Only the fetcher of the class says what it is. */
  const byFetcher = ({ sent }: Told): boolean[] => sent.map(({ headers }) => headers['user-agent'] !== undefined);

  it('is asked over connections of this gateway', async () => {
    expect(byFetcher(await alike(() => ({})))).toEqual([false]);
  });

  it('is asked by its own fetcher when that is another one of the same library', async () => {
    const { fetcher } = new RemoteGraphQLDataSource();
    const withHeader = (fetcher as unknown as { defaults(options: object): typeof fetcher }).defaults({
      headers: { 'x-made': 'by its owner' },
    });
    const asked = await alike(() => ({ fetcher: withHeader }));
    expect(byFetcher(asked)).toEqual([true]);
    expect(asked.sent[0]?.headers['x-made']).toBe('by its owner');
  });

  it.each<[string, NonNullable<NonNullable<Parts>['willSendRequest']>, boolean]>([
    ['sets headers', ({ request }) => request.http?.headers.set('x-a', 'é'), false],
    ['reads variables', ({ request }) => void expect(request.variables).toEqual({ text: 'hé' }), false],
    ['exchanges variables', ({ request }) => void Object.assign(request, { variables: { text: 'other' } }), false],
    ['changes a variable', ({ request }) => void Object.assign(request.variables ?? {}, { text: 'other' }), false],
    ['deletes variables', ({ request }) => void delete request.variables, false],
    ['exchanges the query', ({ request }) => void Object.assign(request, { query: '{ echo: other }' }), false],
    ['adds extensions', ({ request }) => void Object.assign(request, { extensions: { a: 1 } }), false],
    [
      'takes time',
      async ({ request }) => {
        await Promise.resolve();
        request.http?.headers.append('x-a', 'b');
      },
      false,
    ],
    ['asks for compression', ({ request }) => request.http?.headers.set('accept-encoding', 'gzip'), true],
    ['copies a length', ({ request }) => request.http?.headers.set('content-length', '3'), false],
    ['takes another address', ({ request }) => void Object.assign(request.http ?? {}, { url: `${url}?a=1` }), false],
    [
      'puts a password into the address',
      ({ request }) => void Object.assign(request.http ?? {}, { url: url.replace('//', '//a:b@') }),
      true,
    ],
    ['sets a header that cannot be sent', ({ request }) => request.http?.headers.set('x-a', 'a\nb'), false],
    [
      'throws',
      () => {
        throw new GraphQLError('No.', { extensions: { code: 'CLOSED' } });
      },
      false,
    ],
  ])('honours willSendRequest that %s', async (name, willSendRequest, isFetched) => {
    if (name === 'sets a header that cannot be sent') {
      const { answer, sent } = await told(makers.weft, () => ({ willSendRequest }), query);
      expect([answer.result.errors?.length, sent.length]).toEqual([1, 0]);
      return;
    }
    const asked = await alike(() => ({ willSendRequest }));
    expect(byFetcher(asked)).toEqual(asked.sent.map(() => isFetched));
  });

  it.each<[string, ReturnType<ServedSubgraphs['odd']>]>([
    ['an error status', { status: 403, body: '{"errors":[]}' }],
    ['an error status with HTML', { status: 502, headers: { 'content-type': 'text/html' }, body: '<p>Bad</p>' }],
    ['text', { headers: { 'content-type': 'text/plain' }, body: 'hello' }],
    ['half a body', { body: '{"data":' }],
    ['a list', { body: '[]' }],
    [
      'another type of JSON',
      {
        headers: { 'content-type': 'application/graphql-response+json; charset=utf-8' },
        body: '{"data":{"echo":"x"}}',
      },
    ],
    ['errors', { body: '{"data":{"echo":null},"errors":[{"message":"No","extensions":{"code":"A"}}]}' }],
  ])('shows hooks what came: %s', async (_what, odd) => {
    served.odd = () => odd;
    await alike((notes) => ({
      didReceiveResponse({ response, request, context }) {
        const { data, errors, http } = response;
        notes.push([data, errors, http?.status, http?.headers.get('content-type'), request.variables, context]);
        return response;
      },
      didEncounterError(error, asked, answered, context) {
        const { name, message } = error;
        const said = error instanceof GraphQLError ? error.extensions : null;
        notes.push([name, name === 'FetchError' || message, said, asked.method, asked.url, answered?.status, context]);
        throw error;
      },
    }));
  });

  it('lets hooks answer otherwise, and keep the cache policy for themselves', async () => {
    served.odd = () => ({ headers: { 'cache-control': 'max-age=9' }, body: '{"data":{"echo":"x"}}' });
    const policies: unknown[] = [(await alike(() => ({}))).answer.cacheControl];
    for (const honorSubgraphCacheControlHeader of [true, false]) {
      const { answer } = await alike(() => ({
        honorSubgraphCacheControlHeader,
        didReceiveResponse: ({ response }) => ({ ...response, data: { echo: 'from the hook' } }),
      }));
      expect(answer.result.data).toEqual({ echo: 'from the hook' });
      policies.push(answer.cacheControl);
    }
    expect(policies).toEqual(['max-age=9, public', 'max-age=9, public', 'no-store']);
  });

  it('reads bodies and makes errors as its owner says', async () => {
    served.odd = () => ({ status: 200, headers: { 'content-type': 'text/x' }, body: '{"answer":{"echo":"y"}}' });
    const { answer } = await alike(() => ({
      parseBody: async (response) => ({ data: ((await response.json()) as { readonly answer: object }).answer }),
    }));
    expect(answer.result.data).toEqual({ echo: 'y' });
    served.odd = () => ({ status: 418, body: '{"why":"tea"}' });
    const refused = await alike(() => ({
      errorFromResponse: async (response) => new GraphQLError(`${response.status}: ${await response.text()}`),
    }));
    expect(refused.answer.result.errors?.[0]?.message).toBe('418: {"why":"tea"}');
  });

  it('follows redirects', async () => {
    served.odd = ({ headers }) =>
      headers['user-agent'] === undefined || headers['x-b'] === 'b'
        ? { status: 307, headers: { location: `${url}?there` } }
        : undefined;
    const asked = await told(makers.weft, () => ({}), query);
    expect(asked.answer.result).toEqual({ data: { echo: 'echo hé' } });
    expect(byFetcher(asked)).toEqual([false, true]);
  });

  it('sends hashes first when told to, and mutations too', async () => {
    served.odd = () => ({ body: '{"data":{"set":"known"}}' });
    const { sent } = await alike(() => ({ apq: true }), 'mutation ($text: String) { set(text: $text) }');
    expect(sent.map(({ body }) => [body.query !== undefined, body.extensions !== undefined])).toEqual([[false, true]]);
  });

  it('goes through the proxy that the environment names', async () => {
    vi.stubEnv('no_proxy', '127.0.0.1');
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
    try {
      expect(byFetcher(await told(makers.weft, () => ({}), query))).toEqual([true]);
    } finally {
      vi.stubEnv('no_proxy', undefined);
      vi.stubEnv('HTTPS_PROXY', undefined);
    }
  });
});
