import { GraphQLError } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CountingObserver, countingObserver } from '../kit/countingObserver.ts';
import { type FakeAccounts, fakeAccounts } from '../kit/fakeAccounts.ts';
import { feedEvent } from '../kit/fakeFeed.ts';
import { type RawSocket, rawSocket, wsClient } from '../kit/wsClient.ts';
import { beside } from './beside.ts';
import { type TestServer, testServer } from './testServer.ts';

const feed = 'subscription { feed { n } }';
const member = { memberships: [{ projectId: 'p', role: 'MEMBER' }] } as const;
const unauthenticated = { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] };

describe('the viewer of an open socket', () => {
  let accounts: FakeAccounts;
  let counts: CountingObserver;
  let server: TestServer;
  beforeEach(async () => {
    accounts = fakeAccounts();
    counts = countingObserver();
    server = await testServer({
      viewers: accounts.viewers,
      observer: counts.observer,
      forwardedHeaders: ['authorization', 'x-tenant'],
    });
  });
  afterEach(async () => await server[Symbol.asyncDispose]());

  const bearer = (subject: string, seconds?: number): string => `Bearer ${accounts.token(subject, seconds)}`;
  const subscribe = (socket: RawSocket, id: string, query: string): void =>
    socket.send({ type: 'subscribe', id, payload: { query } });
  const renew = async (socket: RawSocket, authorization: unknown, more: object = {}): Promise<unknown> => {
    socket.send({ type: 'ping', payload: { authorization, ...more } });
    const { type, payload } = await socket.next();
    expect(type).toBe('pong');
    return payload;
  };
  const until = (authorization: string): string => new Date(Number(authorization.split('~')[1]) * 1_000).toISOString();

  describe('with a renewed token', () => {
    it('goes on when the first one has expired, and one that was not renewed does not', async () => {
      const first = bearer('ada', 1);
      await using other = await wsClient(server.url, { token: first.slice('Bearer '.length) });
      const ending = other.subscribe({ query: feed });
      await server.fake.feeds.next();
      await beside(server, { init: { authorization: first } }, async ({ socket }) => {
        const second = bearer('ada');
        expect(await renew(socket, second)).toEqual({ authorization: { expiresAt: until(second) } });
        expect(await ending.next()).toMatchObject(unauthenticated);
        await ending.completed();
        subscribe(socket, '1', '{ viewer }');
        expect(await socket.next()).toMatchObject({ payload: { data: { viewer: 'user_ada' } } });
        expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
        return 'goes on';
      });
    });

    it('renews every subscription on the socket with what that token says, and none elsewhere', async () => {
      await using elsewhere = await wsClient(server.url, { token: accounts.token('ada') });
      elsewhere.subscribe({ query: feed });
      const unchanged = await server.fake.feeds.next();
      const handshake = { 'x-tenant': 'north', authorization: bearer('ada', 60) };
      await beside(server, { headers: handshake }, async ({ socket }) => {
        subscribe(socket, 'more', feed);
        const more = await server.fake.feeds.next();
        expect(more.context.headers).toEqual(new Map(Object.entries(handshake)));
        const second = bearer('ada', 7_200);
        await renew(socket, second);
        const renewed = await more.renewed.next();
        expect(renewed.viewer).toMatchObject({ userId: 'user_ada', expiresAt: Number(second.split('~')[1]) });
        expect(renewed.headers).toEqual(new Map(Object.entries({ 'x-tenant': 'north', authorization: second })));
        expect(renewed).toMatchObject({ requestId: more.context.requestId, scopes: new Set(['read']) });
        expect(unchanged.renewed.size).toBe(0);
        subscribe(socket, '1', '{ forwarded }');
        expect(JSON.stringify(await socket.next())).toContain(second);
        await socket.next();
        return 'goes on';
      });
    });

    it('answers with what else was in the ping, and never with the token', async () => {
      await beside(server, { init: { authorization: bearer('ada') } }, async ({ socket }) => {
        const second = bearer('ada');
        const payload = await renew(socket, second, { n: 7 });
        expect(payload).toEqual({ n: 7, authorization: { expiresAt: until(second) } });
        return 'goes on';
      });
    });

    it('is let in again after the token has expired', async () => {
      await using socket = await rawSocket(server.url);
      socket.send({ type: 'connection_init', payload: { authorization: bearer('ada', 0.6) } });
      await socket.next();
      subscribe(socket, '1', feed);
      expect(await socket.next()).toMatchObject({ id: '1', payload: unauthenticated });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      subscribe(socket, '1', '{ viewer }');
      expect(await socket.next()).toMatchObject({ id: '1', payload: unauthenticated });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      await renew(socket, bearer('ada'));
      subscribe(socket, '1', '{ viewer }');
      expect(await socket.next()).toMatchObject({ id: '1', payload: { data: { viewer: 'user_ada' } } });
    });
  });

  describe('with a token that is not taken stays who it is', () => {
    const refused: readonly (readonly [what: string, authorization: () => unknown, code: string])[] = [
      ['forged', () => 'Bearer forged', 'UNAUTHENTICATED'],
      ['expired', () => bearer('ada', -10), 'UNAUTHENTICATED'],
      ['of somebody else', () => bearer('eva'), 'FORBIDDEN'],
      ['no bearer token', () => 'Basic YWRh', 'UNAUTHENTICATED'],
      ['empty', () => '', 'UNAUTHENTICATED'],
      ['null', () => null, 'UNAUTHENTICATED'],
      ['a number', () => 7, 'UNAUTHENTICATED'],
      ['a list', () => [bearer('ada')], 'UNAUTHENTICATED'],
      ['longer than a token may be', () => `Bearer ${'a'.repeat(10_000)}`, 'UNAUTHENTICATED'],
    ];
    it.each(refused)('because it is %s', async (_what, authorization, code) => {
      await beside(server, { init: { authorization: bearer('ada') } }, async ({ socket }) => {
        const given = authorization();
        const payload = await renew(socket, given);
        expect(payload).toEqual({ authorization: { error: { message: expect.any(String), code } } });
        if (typeof given === 'string' && given.includes('~')) expect(JSON.stringify(payload)).not.toContain(given);
        subscribe(socket, '1', '{ viewer }');
        expect(await socket.next()).toMatchObject({ payload: { data: { viewer: 'user_ada' } } });
        expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
        return 'goes on';
      });
    });

    it('because it is nobody', async () => {
      await beside(server, {}, async ({ socket }) => {
        expect(await renew(socket, bearer('ada'))).toMatchObject({ authorization: { error: { code: 'FORBIDDEN' } } });
        return 'goes on';
      });
    });

    it('because it was not let in yet', async () => {
      await beside(server, { init: null }, async ({ socket }) => {
        const payload = await renew(socket, bearer('ada'));
        expect(payload).toEqual({
          authorization: { error: { message: 'Send the first token in connection_init.', code: 'UNAUTHENTICATED' } },
        });
        return 'goes on';
      });
    });

    it('because another token is still looked at', async () => {
      await beside(server, { init: { authorization: bearer('ada') } }, async ({ socket }) => {
        const second = bearer('ada');
        const open = accounts.hold();
        accounts.viewers.forget('everybody'); // so that they are asked again
        socket.send({ type: 'ping', payload: { authorization: second } });
        expect(await renew(socket, bearer('ada'))).toMatchObject({
          authorization: { error: { code: 'LIMIT_REACHED' } },
        });
        open();
        expect((await socket.next()).payload).toEqual({ authorization: { expiresAt: until(second) } });
        return 'goes on';
      });
    });

    it('until its own token expires', async () => {
      await using socket = await rawSocket(server.url);
      socket.send({ type: 'connection_init', payload: { authorization: bearer('ada', 1) } });
      await socket.next();
      subscribe(socket, '1', feed);
      await server.fake.feeds.next();
      await renew(socket, bearer('eva'));
      expect(await socket.next()).toMatchObject({ id: '1', payload: unauthenticated });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      expect(await counts.ended.next()).toBe('unauthorized');
    });

    it('and its socket is closed with 4500 when that is a fault of ours', async () => {
      await beside(server, { init: { authorization: bearer('ada') } }, async ({ socket }) => {
        accounts.fault = new Error('canary-4711');
        accounts.viewers.forget('everybody');
        socket.send({ type: 'ping', payload: { authorization: bearer('ada') } });
        expect(await socket.closed()).toEqual({ code: 4500, reason: 'Internal server error' });
        return 'is over';
      });
    });
  });

  describe('whose accounts change', () => {
    it('is another one for all that is open at once, on each of its sockets, and for nobody else', async () => {
      await using eva = await wsClient(server.url, { token: accounts.token('eva') });
      eva.subscribe({ query: feed });
      const ofEva = await server.fake.feeds.next();
      await using second = await wsClient(server.url, { token: accounts.token('ada') });
      second.subscribe({ query: feed });
      const ofSecond = await server.fake.feeds.next();
      await beside(server, { init: { authorization: bearer('ada') } }, async ({ socket }) => {
        subscribe(socket, '1', feed);
        const ofFirst = await server.fake.feeds.next();
        accounts.change('ada', member);
        for (const one of [ofFirst, ofSecond]) expect((await one.renewed.next()).viewer).toMatchObject(member);
        expect([ofEva.renewed.size, ofFirst.renewed.size, ofSecond.renewed.size]).toEqual([0, 0, 0]);
        return 'goes on';
      });
    });

    it('is the same when what changed is not what it may do', async () => {
      await beside(server, { init: { authorization: bearer('ada') } }, async ({ socket }) => {
        subscribe(socket, '1', feed);
        const one = await server.fake.feeds.next();
        accounts.change('ada', {});
        accounts.viewers.forget('everybody');
        await renew(socket, bearer('ada'));
        expect((await one.renewed.next()).viewer).toMatchObject({ memberships: [] });
        expect(one.renewed.size).toBe(0); // that of the token alone
        return 'goes on';
      });
    });

    it('gets the end that the graph gives to a subscription it may not have any more; the others go on', async () => {
      await beside(server, { init: { authorization: bearer('ada') } }, async ({ socket }) => {
        subscribe(socket, '1', feed);
        const one = await server.fake.feeds.next();
        accounts.change('ada', member);
        await one.renewed.next();
        one.end({ errors: [new GraphQLError('Not any more.', { extensions: { code: 'FORBIDDEN' } })] });
        expect(await socket.next()).toMatchObject({
          id: '1',
          payload: { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
        });
        expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
        expect(await counts.ended.next()).toBe('unauthorized');
        return 'goes on';
      });
    });

    it('ends every subscription with UNAUTHENTICATED when nobody has that identity any more; others go on', async () => {
      await beside(server, { init: null }, async ({ socket }) => {
        socket.send({ type: 'connection_init', payload: { authorization: bearer('ada') } });
        await socket.next();
        for (const id of ['1', '2']) subscribe(socket, id, feed);
        const feeds = [await server.fake.feeds.next(), await server.fake.feeds.next()];
        accounts.change('ada', null);
        for (const id of ['1', '2']) {
          expect(await socket.next()).toMatchObject({ id, payload: unauthenticated });
          expect(await socket.next()).toEqual({ id, type: 'complete' });
          expect(await counts.ended.next()).toBe('unauthorized');
        }
        for (const one of feeds) await one.left.next();
        subscribe(socket, '1', '{ viewer }');
        expect(await socket.next()).toMatchObject({ id: '1', payload: unauthenticated });
        expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
        accounts.change('ada', {});
        subscribe(socket, '1', '{ viewer }');
        expect(await socket.next()).toMatchObject({ payload: { data: { viewer: 'user_ada' } } });
        return 'goes on';
      });
    });

    it('is the new one for a subscription that was just beginning', async () => {
      await using socket = await rawSocket(server.url);
      socket.send({ type: 'connection_init', payload: { authorization: bearer('ada') } });
      await socket.next();
      const open = accounts.hold();
      accounts.viewers.forget('everybody');
      subscribe(socket, '1', feed);
      socket.send({ type: 'ping' });
      await socket.next(); // it has begun, and waits for what was true
      accounts.change('ada', member);
      open();
      const one = await server.fake.feeds.next();
      expect(one.context.viewer).toMatchObject(member);
      one.push(feedEvent(1));
      expect(await socket.next()).toMatchObject({ payload: { data: { feed: { n: 1 } } } });
    });
  });
});
