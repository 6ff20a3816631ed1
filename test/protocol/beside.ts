import { expect } from 'vitest';
import type { FakeFeed } from '../kit/fakeFeed.ts';
import { feedEvent } from '../kit/fakeFeed.ts';
import { type ProtocolMessage, type RawSocket, rawSocket, wsClient } from '../kit/wsClient.ts';
import type { TestServer } from './testServer.ts';

const query = 'subscription { feed { n } }';
const message = (id: string, n: number): ProtocolMessage => ({
  id,
  type: 'next',
  payload: { data: { feed: { n, merged: 0, text: '' } } },
});

/** How a socket stands after a case: it goes on, or the server or the client has ended it. */
export type Fate = 'goes on' | 'is over';

/** A socket of its own for a case, and what else there is. */
export interface Case {
  readonly server: TestServer;
  /** Let in, unless the case is about that. */
  readonly socket: RawSocket;
}

/**
 * Runs a case on one socket while a subscription goes on beside it on another socket, and, when the case begins on a socket that was let in, one on the same.
 * Whatever the case does, the one on the other socket misses nothing and gets nothing twice; and so does the one on the same socket, or its source closes.
 */
export async function beside(
  server: TestServer,
  options: {
    /** The payload of `connection_init`; null sends none, and nothing else runs on the socket then. */
    readonly init?: Readonly<Record<string, unknown>> | null;
    readonly headers?: Readonly<Record<string, string>>;
  },
  act: (one: Case) => Promise<Fate>,
): Promise<void> {
  const { init = {}, headers = {} } = options;
  await using other = await wsClient(server.url);
  const subscription = other.subscribe({ query });
  const otherFeed = await server.fake.feeds.next();
  let n = 0;
  const pushToOther = (): void => {
    n += 1;
    otherFeed.push(feedEvent(n));
  };
  pushToOther();
  await using socket = await rawSocket(server.url, { headers });
  const ownFeed = init === null ? null : await joined(server, socket, init);
  pushToOther();
  const fate = await act({ server, socket });
  pushToOther();
  for (let expected = 1; expected <= n; expected += 1) {
    expect((await subscription.next()).data).toEqual({ feed: { n: expected, merged: 0, text: '' } });
  }
  if (ownFeed === null) return;
  if (fate === 'is over') {
    await ownFeed.left.next();
    return;
  }
  ownFeed.push(feedEvent(2), feedEvent(3));
  expect(await socket.next()).toEqual(message('beside', 2));
  expect(await socket.next()).toEqual(message('beside', 3));
  expect(socket.unread).toBe(0);
}

/** Lets the socket in, with a subscription on it that has had its first event. */
async function joined(
  server: TestServer,
  socket: RawSocket,
  init: Readonly<Record<string, unknown>>,
): Promise<FakeFeed> {
  socket.send({ type: 'connection_init', payload: init });
  expect(await socket.next()).toEqual({ type: 'connection_ack' });
  socket.send({ type: 'subscribe', id: 'beside', payload: { query } });
  const feed = await server.fake.feeds.next();
  feed.push(feedEvent(1));
  expect(await socket.next()).toEqual(message('beside', 1));
  return feed;
}
