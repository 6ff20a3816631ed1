import type { EndReason, LiveObserver } from '../../gateway/subscribe/liveObserver.ts';
import { type Inbox, inbox } from './inbox.ts';

/** Counts what a door tells of its clients. */
export interface CountingObserver {
  readonly observer: LiveObserver;
  joined: number;
  delivered: number;
  merged: number;
  readonly lags: number[];
  /** Reasons as clients end. */
  readonly ended: Inbox<EndReason>;
}

export function countingObserver(): CountingObserver {
  const ended = inbox<EndReason>('client that ends');
  const nothing = (): void => undefined;
  const counts: CountingObserver = {
    joined: 0,
    delivered: 0,
    merged: 0,
    lags: [],
    ended,
    observer: {
      streamOpened: () => nothing,
      clientJoined() {
        counts.joined += 1;
        return (reason) => ended.put(reason);
      },
      eventReceived: nothing,
      eventsDelivered(count) {
        counts.delivered += count;
      },
      eventMerged() {
        counts.merged += 1;
      },
      lag: (ms) => void counts.lags.push(ms),
      streamResumed: nothing,
    },
  };
  return counts;
}
