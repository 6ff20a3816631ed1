import type { LiveGap, LiveHandlers, LiveReason, LiveState } from '../../gateway/client/liveHandlers.ts';
import type { LiveError } from '../../gateway/client/liveResult.ts';
import { type Inbox, inbox } from './inbox.ts';

/** A state of a subscription, with why it was entered. */
export interface RecordedState extends LiveReason {
  readonly state: LiveState;
}

/** Everything that the handlers of one subscription were told, in the order in which it came. */
export interface LiveRecorder<Data> {
  readonly handlers: LiveHandlers<Data>;
  readonly data: Data[];
  readonly states: Inbox<RecordedState>;
  readonly gaps: LiveGap[];
  readonly errors: LiveError[];
  /** The next state of this kind; those before it are dropped. */
  state(state: LiveState, withinMs?: number): Promise<RecordedState>;
}

export function liveRecorder<Data>(): LiveRecorder<Data> {
  const data: Data[] = [];
  const gaps: LiveGap[] = [];
  const errors: LiveError[] = [];
  const states = inbox<RecordedState>('state of the subscription');
  return {
    data,
    gaps,
    errors,
    states,
    handlers: {
      onData: (one) => void data.push(one),
      onErrors: (more) => void errors.push(...more),
      onGap: (gap) => void gaps.push(gap),
      onState: (state, reason) => states.put({ state, ...reason }),
    },
    async state(wanted, withinMs) {
      for (;;) {
        const next = await states.next(withinMs);
        if (next.state === wanted) return next;
      }
    },
  };
}
