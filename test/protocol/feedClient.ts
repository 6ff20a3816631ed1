import type { SubscriptionEvent } from '../../gateway/graph.ts';
import { type FakeFeed, feedEvent } from '../kit/fakeFeed.ts';
import { type SseStream, sseClient } from '../kit/sseClient.ts';
import type { TestServer } from './testServer.ts';

export const feedQuery = 'subscription { feed { n } }';

/** More than leaves for a socket at once: until it has left, nothing else is written. */
export const fat = feedEvent(0, { text: 'x'.repeat(300_000) });

/** More than a connection takes from the server when nobody reads. */
export const huge = (n: number): SubscriptionEvent => feedEvent(n, { text: 'x'.repeat(16_000_000) });

/** The last results of streams that can be gone on with. */
export const tooSlow = { errors: [{ extensions: { code: 'TOO_SLOW', resumable: true } }] };
export const goodbye = { errors: [{ extensions: { code: 'SHUTTING_DOWN', resumable: true } }] };

/** A client that has subscribed to the feed over server-sent events, and the test's end of it. */
export interface FeedClient extends AsyncDisposable {
  readonly stream: SseStream;
  readonly feed: FakeFeed;
  /** The number of the next event, and how many were merged into it. */
  next(withinMs?: number): Promise<readonly [n: unknown, merged: unknown]>;
}

export async function feedClient(server: TestServer, token?: string): Promise<FeedClient> {
  const stream = await sseClient(server.url, token === undefined ? {} : { token }).subscribe({ query: feedQuery });
  return {
    stream,
    feed: await server.fake.feeds.next(),
    async next(withinMs) {
      const { feed } = (await stream.next(withinMs)).data as {
        readonly feed: Readonly<Record<'n' | 'merged', unknown>>;
      };
      return [feed.n, feed.merged];
    },
    [Symbol.asyncDispose]: () => stream[Symbol.asyncDispose](),
  };
}
