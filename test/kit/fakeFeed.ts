import type {
  AnswerText,
  OpenSubscription,
  RequestContext,
  Subscriber,
  SubscriptionEvent,
} from '../../gateway/graph.ts';
import { type Inbox, inbox } from './inbox.ts';

/** One client's subscription to `feed`: the test pushes to it what it likes, as a stream that is shared would. */
export interface FakeFeed {
  readonly context: RequestContext;
  /** Contexts of renewals, as they come. */
  readonly renewed: Inbox<RequestContext>;
  /** Told when the client has left. */
  readonly left: Inbox<'left'>;
  readonly hasLeft: boolean;
  push(...events: readonly SubscriptionEvent[]): void;
  /** The same, with what the door says of it: a promise when the client is too slow to be sent it now. */
  offer(...events: readonly SubscriptionEvent[]): void | Promise<void>;
  end(last?: AnswerText | null): void;
}

/** Subscriptions to `feed` as they are opened. */
export interface FakeFeeds {
  readonly opened: Inbox<FakeFeed>;
  open(context: RequestContext, subscriber: Subscriber): OpenSubscription;
}

export function fakeFeeds(): FakeFeeds {
  const opened = inbox<FakeFeed>('subscription to the feed');
  return {
    opened,
    open(context, subscriber) {
      const renewed = inbox<RequestContext>('renewal');
      const left = inbox<'left'>('client that leaves');
      let isOver = false;
      const feed: FakeFeed = {
        context,
        renewed,
        left,
        get hasLeft() {
          return isOver;
        },
        push: (...events) => void feed.offer(...events),
        offer: (...events) => (isOver ? undefined : subscriber.next(events)),
        end(last = null) {
          if (isOver) return;
          isOver = true;
          subscriber.end(last);
        },
      };
      queueMicrotask(() => opened.put(feed)); // nothing is called before `open` returns
      return {
        leave() {
          isOver = true;
          left.put('left');
        },
        renew: (next) => renewed.put(next),
      };
    },
  };
}

/** An event of `feed`; one object may go to many clients. */
export function feedEvent(
  n: number,
  more: { readonly text?: string; readonly key?: string; readonly committedAtMs?: number } = {},
): SubscriptionEvent {
  const { text = '', key = null, committedAtMs = null } = more;
  return {
    answer: { data: JSON.stringify({ feed: { n, merged: 0, text } }) },
    cursor: `c${n}`,
    stateKey: key,
    mergedAt: [['feed', 'merged']],
    committedAtMs,
    bytes: null,
  };
}
