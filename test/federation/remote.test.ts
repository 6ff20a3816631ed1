import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpClient } from '../../gateway/subgraph/httpClient.ts';
import { withPolicies } from '../../gateway/subgraph/policies.ts';
import { type RemoteClient, remoteClient, webSocketUrl } from '../../gateway/subgraph/remoteClient.ts';
import type { SubgraphRequest } from '../../gateway/subgraph/subgraphClient.ts';
import { webSocketClient } from '../../gateway/subgraph/webSocketClient.ts';
import { anonymous } from '../../lib/viewer.ts';
import { deadline } from '../kit/deadline.ts';
import { type RemoteServer, startRemoteServer } from './remoteServer.ts';

function request(query: string, variables: Record<string, unknown> = {}): SubgraphRequest {
  const document = parse(query);
  return {
    query,
    document,
    operationName: undefined,
    operationKind: getOperationAST(document)?.operation ?? OperationTypeNode.QUERY,
    variables,
    viewer: anonymous,
    requestId: 'r1',
  };
}

const sign = async ({ kind }: { readonly kind: string }): Promise<string> => `signed ${kind}`;
const forever = (): AbortSignal => new AbortController().signal;

describe('a remote subgraph', () => {
  let server: RemoteServer;
  const open: RemoteClient[] = [];

  /** The whole client, as the gateway uses it. */
  const clientAt = (path: string, timeoutMs = 5_000): RemoteClient => {
    const client = remoteClient({
      name: 'far',
      url: server.url + path,
      sign,
      timeoutMs,
      maxBodyBytes: 10_000,
      random: () => 0,
    });
    open.push(client);
    return client;
  };
  const ask = (path: string, timeoutMs?: number) =>
    clientAt(path, timeoutMs).execute(
      request('query ($name: String!) { hello(name: $name) }', { name: 'you' }),
      forever(),
    );

  beforeAll(async () => {
    server = await startRemoteServer();
  });
  afterAll(async () => {
    await Promise.all(open.map((client) => client.close()));
    await server.close();
  });

  it('answers over HTTP and is told the viewer', async () => {
    expect(await ask('/graphql')).toEqual({ data: { hello: 'hello you' } });
    expect(server.seen.viewers).toContain('signed anonymous');
  });

  it('is sent the body and the headers that it is given, but none that would change how it is asked', async () => {
    const { data } = await clientAt('/echo').execute(
      {
        ...request('{ hello }'),
        body: '{"query":"{ ready }"}',
        headers: new Map([
          ['authorization', 'Bearer x'],
          ['weft-viewer', 'forged'],
          ['content-length', '1'],
          ['content-type', 'text/plain'],
        ]),
      },
      forever(),
    );
    expect(data).toMatchObject({
      body: '{"query":"{ ready }"}',
      headers: { authorization: 'Bearer x', 'weft-viewer': 'signed anonymous', 'content-type': 'application/json' },
    });
  });

  it.each([
    ['authorization', 'x\r\nweft-viewer: forged'],
    ['authorization', 'x\nweft-viewer: forged'],
    ['authorization', 'x\0'],
    ['authorization', '→'],
    ['a\r\nb', 'x'],
    ['a b', 'x'],
    ['', 'x'],
  ])('is not sent a header %j: %j', async (name, value) => {
    const before = server.seen.requests;
    const headers = new Map([[name, value]]);
    await expect(clientAt('/echo').execute({ ...request('{ hello }'), headers }, forever())).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect(server.seen.requests).toBe(before);
  });

  it('passes errors on with what the specification names and nothing else', async () => {
    expect(await ask('/errors')).toEqual({
      data: { hello: null },
      errors: [{ message: 'No', path: ['hello'], extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it.each([
    ['/malformed', 'SUBGRAPH_MALFORMED', 'not GraphQL'],
    ['/array', 'SUBGRAPH_MALFORMED', 'not GraphQL'],
    ['/text', 'SUBGRAPH_MALFORMED', 'content type'],
    ['/redirect', 'SUBGRAPH_MALFORMED', 'HTTP 302'],
    ['/huge', 'SUBGRAPH_MALFORMED', 'more than 10000 bytes'],
    ['/trouble', 'SUBGRAPH_UNAVAILABLE', 'HTTP 503'],
  ])('is refused at %s with %s', async (path, code, says) => {
    await expect(ask(path)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says),
      details: { subgraph: 'far' },
    });
  });

  it('is given up after its time limit', async () => {
    await expect(ask('/hang', 50)).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
  });

  it('is left at once when the client leaves', async () => {
    const leaving = new AbortController();
    const answer = clientAt('/hang').execute(request('{ hello(name: "a") }'), leaving.signal);
    leaving.abort(new Error('left'));
    await expect(answer).rejects.toThrow('left');
  });

  it('is asked again when a connection breaks under a query, never under a mutation', async () => {
    server.seen.requests = 0;
    expect(await ask('/flaky')).toEqual({ data: { hello: 'second' } });
    server.seen.requests = 0;
    await expect(clientAt('/flaky').execute(request('mutation { hello }'), forever())).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
    });
    expect(server.seen.requests).toBe(1);
  });

  it('that refuses connections is unavailable, for queries and for subscriptions', async () => {
    const gone = await startRemoteServer();
    await gone.close();
    const http = httpClient({ name: 'gone', url: gone.url, sign });
    const sockets = webSocketClient({ name: 'gone', url: webSocketUrl(gone.url), sign });
    const client = withPolicies({ ...http, ...sockets }, { name: 'gone', timeoutMs: 5_000, random: () => 0 });
    await expect(client.execute(request('{ hello }'), forever())).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
    });
    await expect(client.subscribe(request('subscription { quiet }'), forever())).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
    });
    await http.close();
  });

  it('streams events over WebSocket and closes the socket after the last', async () => {
    const stream = await clientAt('/graphql').subscribe(request('subscription { ticks(n: 3) }'), forever());
    const events: unknown[] = [];
    for await (const event of stream) events.push(event);
    expect(events).toEqual([{ data: { ticks: 0 } }, { data: { ticks: 1 } }, { data: { ticks: 2 } }]);
    await deadline(() => server.seen.sockets === 0);
  });

  it('closes its source when the reader leaves a quiet stream, by return or by abort', async () => {
    server.seen.closedStreams = 0;
    const left = await clientAt('/graphql').subscribe(request('subscription { quiet }'), forever());
    const waiting = left.next();
    await left.return?.();
    expect((await waiting).done).toBe(true);
    const aborting = new AbortController();
    const aborted = await clientAt('/graphql').subscribe(request('subscription { quiet }'), aborting.signal);
    const alsoWaiting = aborted.next();
    aborting.abort(new Error('left'));
    expect((await alsoWaiting).done).toBe(true);
    await deadline(() => server.seen.closedStreams === 2 && server.seen.sockets === 0);
  });

  it('tells of a refused subscription by a last event with its errors', async () => {
    const stream = await clientAt('/graphql').subscribe(request('subscription { refused }'), forever());
    expect((await stream.next()).value).toMatchObject({ errors: [{ message: 'Not for you.' }] });
    expect((await stream.next()).done).toBe(true);
  });

  it('is unavailable for a viewer that it does not accept', async () => {
    const client = webSocketClient({ name: 'far', url: webSocketUrl(server.url), sign: async () => 'forged' });
    await expect(client.subscribe(request('subscription { quiet }'), forever())).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
    });
  });

  it('that dies in the middle of a stream ends it with an error that says so', async () => {
    const dying = await startRemoteServer();
    const client = webSocketClient({ name: 'dying', url: webSocketUrl(dying.url), sign });
    const stream = await client.subscribe(request('subscription { quiet }'), forever());
    const waiting = stream.next();
    const failed = expect(waiting).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    await dying.close();
    await failed;
  });

  it('that sends events faster than they are read is cut off instead of filling the memory', async () => {
    const client = webSocketClient({ name: 'far', url: webSocketUrl(server.url), sign, maxWaiting: 2 });
    const stream = await client.subscribe(request('subscription { ticks(n: 50) }'), forever());
    await deadline(() => server.seen.sockets === 0);
    const read = async (): Promise<number> => {
      let count = 0;
      for await (const _ of stream) count += 1;
      return count;
    };
    await expect(read()).rejects.toMatchObject({ details: { resumable: true } });
  });
});
