import { describe, expect, it } from 'vitest';
import { fakeAccounts } from '../kit/fakeAccounts.ts';
import { rawSocket, wsClient } from '../kit/wsClient.ts';
import { beside } from './beside.ts';
import { testServer } from './testServer.ts';

const query = '{ viewer }';

describe('the handshake of a socket', () => {
  it.each([
    ['no subprotocol', []],
    ['an unknown subprotocol', ['other']],
    ['the retired subprotocol', ['graphql-ws']],
  ])('ends with 4406 when the client offers %s', async (_what, protocols) => {
    await using server = await testServer();
    await beside(server, { init: null }, async () => {
      // A client that offered something must fail by itself when nothing of it was taken.
      const opened = rawSocket(server.url, { protocols });
      if (protocols.length > 0) await expect(opened).rejects.toThrow('Server sent no subprotocol');
      else expect(await (await opened).closed()).toEqual({ code: 4406, reason: 'Subprotocol not acceptable' });
      return 'is over';
    });
  });

  it('takes graphql-transport-ws among others, no compression, and no other path', async () => {
    await using server = await testServer();
    await using socket = await rawSocket(server.url, { protocols: ['other', 'graphql-transport-ws'] });
    expect([socket.socket.protocol, socket.socket.extensions]).toEqual(['graphql-transport-ws', '']);
    const upgrade = { upgrade: 'websocket', connection: 'upgrade' };
    const response = await fetch(`${server.url}/other`, { headers: upgrade }).catch(() => null);
    expect(response?.status ?? 404).toBe(404);
  });
});

describe('letting a socket in, beside others', () => {
  it.each([
    ['connection_init', { authorization: 'Bearer ada' }, {}, 'user_ada'],
    ['connection_init, with a capital', { Authorization: 'Bearer ada' }, {}, 'user_ada'],
    ['the header of the handshake', {}, { authorization: 'Bearer ada' }, 'user_ada'],
    [
      'the header, when connection_init says null',
      { authorization: null },
      { authorization: 'Bearer ada' },
      'user_ada',
    ],
    [
      'connection_init before a header that is no good',
      { authorization: 'Bearer ada' },
      { authorization: 'no' },
      'user_ada',
    ],
    ['nothing', {}, {}, 'anonymous'],
  ])('knows the viewer from %s', async (_what, init, headers, viewer) => {
    await using server = await testServer();
    await beside(server, { init, headers }, async ({ socket }) => {
      socket.send({ type: 'subscribe', id: '1', payload: { query } });
      expect(await socket.next()).toEqual({ id: '1', type: 'next', payload: { data: { viewer } } });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      return 'goes on';
    });
  });

  it.each([
    ['is no good', 'Bearer forged', 'The signature of the token is not right.'],
    ['is not a bearer token', 'Basic ada', 'The signature of the token is not right.'],
    ['is no text', 7, 'authorization in connection_init must be text.'],
    ['is a list', ['Bearer ada'], 'authorization in connection_init must be text.'],
    ['is empty', '', 'The signature of the token is not right.'],
  ])('ends with 4403 and the reason when the token %s', async (_what, authorization, reason) => {
    await using server = await testServer();
    await beside(server, { init: null }, async ({ socket }) => {
      socket.send({ type: 'connection_init', payload: { authorization } });
      expect(await socket.closed()).toEqual({ code: 4403, reason });
      return 'is over';
    });
  });

  it('ends with 4403 when nobody here has the identity of the token', async () => {
    const accounts = fakeAccounts();
    const authorization = `Bearer ${accounts.token('eva')}`;
    await using server = await testServer({ viewers: accounts.viewers });
    await beside(server, { init: null }, async ({ socket }) => {
      socket.send({ type: 'connection_init', payload: { authorization } });
      expect(await socket.next()).toEqual({ type: 'connection_ack' });
      return 'goes on';
    });
    accounts.change('eva', null);
    await beside(server, { init: null }, async ({ socket }) => {
      socket.send({ type: 'connection_init', payload: { authorization } });
      expect((await socket.closed()).code).toBe(4403);
      return 'is over';
    });
  });

  it('ends with 4500 and no detail when it cannot be found out who is there; the cause is in the log', async () => {
    const accounts = fakeAccounts();
    await using server = await testServer({ viewers: accounts.viewers });
    accounts.fault = new Error('canary-4711');
    await beside(server, { init: null }, async ({ socket }) => {
      socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${accounts.token('ada')}` } });
      expect(await socket.closed()).toEqual({ code: 4500, reason: 'Internal server error' });
      expect(server.faults).toMatchObject([{ fields: { cause: accounts.fault } }]);
      return 'is over';
    });
  });

  it.each([
    ['nothing', []],
    ['only a ping', [{ type: 'ping' }]],
    ['only a pong', [{ type: 'pong' }]],
    ['only a complete', [{ type: 'complete', id: '1' }]],
    ['only a ping with a token', [{ type: 'ping', payload: { authorization: 'Bearer ada' } }]],
  ])('ends with 4408 when the client says %s in time', async (_what, messages) => {
    await using server = await testServer({ times: { initMs: 200 } });
    await beside(server, { init: null }, async ({ socket }) => {
      for (const message of messages) socket.send(message);
      expect(await socket.closed()).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
      return 'is over';
    });
  });

  it('ends with 4429 at a second connection_init, also while the first is looked at', async () => {
    const accounts = fakeAccounts();
    await using server = await testServer({ viewers: accounts.viewers });
    const tooMany = { code: 4429, reason: 'Too many initialisation requests' };
    await beside(server, {}, async ({ socket }) => {
      socket.send({ type: 'connection_init' });
      expect(await socket.closed()).toEqual(tooMany);
      return 'is over';
    });
    const open = accounts.hold();
    await beside(server, { init: null }, async ({ socket }) => {
      const init = { type: 'connection_init', payload: { authorization: `Bearer ${accounts.token('ada')}` } };
      socket.send(init);
      socket.send(init);
      expect(await socket.closed()).toEqual(tooMany);
      open();
      return 'is over';
    });
  });

  it('ends with 4401 when the client subscribes before it was let in, also while it is looked at', async () => {
    const accounts = fakeAccounts();
    await using server = await testServer({ viewers: accounts.viewers });
    const unauthorized = { code: 4401, reason: 'Unauthorized' };
    const subscribe = { type: 'subscribe', id: '1', payload: { query } };
    await beside(server, { init: null }, async ({ socket }) => {
      socket.send(subscribe);
      expect(await socket.closed()).toEqual(unauthorized);
      return 'is over';
    });
    const open = accounts.hold();
    await beside(server, { init: null }, async ({ socket }) => {
      socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${accounts.token('ada')}` } });
      socket.send(subscribe);
      expect(await socket.closed()).toEqual(unauthorized);
      open();
      expect(server.running.operationCount).toBe(1); // that of the other socket
      return 'is over';
    });
  });

  it('answers pings before it knows who is there', async () => {
    await using server = await testServer();
    await beside(server, { init: null }, async ({ socket }) => {
      socket.send({ type: 'ping', payload: { a: 1 } });
      expect(await socket.next()).toEqual({ type: 'pong', payload: { a: 1 } });
      socket.send({ type: 'connection_init' });
      expect(await socket.next()).toEqual({ type: 'connection_ack' });
      return 'goes on';
    });
  });

  it('keeps nothing of a socket that left while it was looked at', async () => {
    const accounts = fakeAccounts();
    await using server = await testServer({ viewers: accounts.viewers, settings: { SOCKETS_PER_VIEWER: '1' } });
    const token = accounts.token('ada');
    const open = accounts.hold();
    const socket = await rawSocket(server.url);
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    socket.send({ type: 'ping' });
    await socket.next();
    await socket[Symbol.asyncDispose]();
    open();
    await using client = await wsClient(server.url, { token }); // the only one that this viewer may have
    expect((await client.subscribe({ query }).next()).data).toEqual({ viewer: 'user_ada' });
  });
});
