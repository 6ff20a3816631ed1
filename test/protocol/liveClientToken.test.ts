import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type LiveClient, type LiveClientOptions, liveClient } from '../../gateway/client/liveClient.ts';
import type { ViewerSource } from '../../gateway/identity/viewerSource.ts';
import { ClientError } from '../../lib/errors.ts';
import { deadline } from '../kit/deadline.ts';
import { liveRecorder } from '../kit/liveRecorder.ts';
import { type TickLog, tickLog } from '../kit/tickLog.ts';
import { type TestServer, testServer, testViewers } from './testServer.ts';

interface Ticks {
  readonly ticks: { readonly n: number; readonly cursor: string };
}

const ticks = 'subscription($after: String) { ticks(after: $after) { n cursor } }';
const times = { retryMinMs: 10, retryMaxMs: 80, renewBeforeMs: 60_000 };

/** A token that says when it expires, as a client can read it. */
const tokenUntil = (expiresAtMs: number): string => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: expiresAtMs / 1_000 })}.signature`;
};

/** Accepts those tokens until then. Everybody is Ada. */
function expiringViewers(): ViewerSource {
  const others = testViewers();
  return {
    ...others,
    async identify(authorization) {
      const payload = authorization?.split('.')[1];
      if (payload === undefined) return await others.identify(authorization);
      const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { readonly exp: number };
      if (exp * 1_000 < Date.now()) throw new ClientError('UNAUTHENTICATED', 'The token has expired.');
      return { issuer: 'urn:test', subject: 'ada', expiresAt: exp, scopes: new Set() };
    },
  };
}

describe.each(['websocket', 'sse'] as const)('the token of a live client over %s', (transport) => {
  let server: TestServer;
  let log: TickLog;
  const clients: LiveClient[] = [];
  const connect = (options: Partial<LiveClientOptions>): LiveClient => {
    const client = liveClient({ url: `${server.url}/graphql`, transport, webSocket: WebSocket, times, ...options });
    clients.push(client);
    return client;
  };

  beforeEach(async () => {
    server = await testServer({ viewers: expiringViewers() });
    log = tickLog(server.fake);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    log[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  it('says who is asking, for subscriptions and for queries', async () => {
    const client = connect({ token: 'ada' });
    client.subscribe(ticks, {}, liveRecorder<Ticks>().handlers);
    await deadline(() => log.sources.size === 1);
    expect([...log.sources][0]?.context.viewer).toMatchObject({ userId: 'user_ada' });
    expect(await client.query('{ viewer }')).toEqual({ data: { viewer: 'user_ada' } });
  });

  it('ends the subscription when it is refused and there is no other', async () => {
    const seen = liveRecorder<Ticks>();
    const client = connect({ token: 'somebody' });
    client.subscribe(ticks, {}, seen.handlers);
    expect(await seen.states.next()).toMatchObject({
      state: 'ended',
      code: 'UNAUTHENTICATED',
      message: 'The signature of the token is not right.',
    });
    expect((await client.query('{ viewer }')).errors).toHaveLength(1);
  });

  it('is asked for again when it is refused', async () => {
    const tokens = ['somebody', 'ada'];
    const seen = liveRecorder<Ticks>();
    connect({ token: () => tokens.shift() ?? null }).subscribe(ticks, {}, seen.handlers);
    expect(await seen.states.next()).toMatchObject({ state: 'reconnecting', code: 'UNAUTHENTICATED', retryInMs: 0 });
    expect(await seen.states.next()).toMatchObject({ state: 'live' });
    const more = ['nobody', 'ada'];
    const other = connect({ token: async () => more.shift() ?? null });
    expect(await other.query('{ viewer }')).toEqual({ data: { viewer: 'user_ada' } });
  });

  it('ends the subscription when a fresh one is refused as well', async () => {
    let asked = 0;
    const seen = liveRecorder<Ticks>();
    const token = (): string => {
      asked += 1;
      return `no good ${asked}`;
    };
    connect({ token }).subscribe(ticks, {}, seen.handlers);
    expect(await seen.state('ended')).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(asked).toBe(2);
  });

  it('is asked for until it can be had', async () => {
    const seen = liveRecorder<Ticks>();
    let asked = 0;
    const token = async (): Promise<string> => {
      asked += 1;
      if (asked < 3) throw new Error('The issuer is away');
      return 'ada';
    };
    connect({ token }).subscribe(ticks, {}, seen.handlers);
    expect(await seen.states.next()).toMatchObject({ state: 'reconnecting', code: 'TOKEN_UNAVAILABLE' });
    await seen.state('live');
    expect(asked).toBe(3);
  });

  it('is renewed before it expires, and nothing is missed or doubled', async () => {
    const lifeMs = 600;
    const givenOut: number[] = [];
    const token = (): string => {
      givenOut.push(Date.now());
      return tokenUntil(Date.now() + lifeMs);
    };
    const seen = liveRecorder<Ticks>();
    connect({ token }).subscribe(ticks, {}, seen.handlers);
    await deadline(() => log.sources.size > 0);
    const untilMs = Date.now() + 4 * lifeMs;
    await deadline(() => {
      if (seen.data.length === log.length) log.append();
      return Date.now() > untilMs && givenOut.length > 4;
    }, 20_000);
    await deadline(() => seen.data.length === log.length);
    expect(seen.data.map((one) => one.ticks.n)).toEqual(Array.from({ length: log.length }, (_, index) => index + 1));
    expect([seen.gaps, seen.errors]).toEqual([[], []]);
    while (seen.states.size > 0) expect((await seen.states.next()).state).not.toBe('ended');
  });

  it('that has expired while it said nothing of it is replaced when the server ends the stream', async () => {
    await server[Symbol.asyncDispose]();
    log[Symbol.dispose]();
    server = await testServer({ viewers: testViewers(400) });
    log = tickLog(server.fake);
    const tokens = ['soon', 'ada'];
    const seen = liveRecorder<Ticks>();
    connect({ token: () => tokens.shift() ?? null }).subscribe(ticks, {}, seen.handlers);
    await deadline(() => log.sources.size === 1);
    log.append();
    expect(await seen.state('reconnecting')).toMatchObject({ code: 'UNAUTHENTICATED' });
    log.append();
    await deadline(() => seen.data.length === 2);
    expect([log.openedAfter, tokens]).toEqual([[null, 'c1'], []]);
  });
});
