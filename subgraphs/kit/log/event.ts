/** A fact that someone may watch, before it is written. */
export interface NewEvent<Payload = unknown> {
  /** What kind of thing it is about; followers choose by it. */
  readonly topic: string;
  /** Which thing; events of one key are delivered in the order in which their transactions took the key. */
  readonly key: string;
  /** What happened, in the past tense, e.g. `JobStateChanged`. */
  readonly type: string;
  /** Plain JSON, whole facts. */
  readonly payload: Payload;
}

/** A fact as the log gives it out. Shared between followers: never change it. */
export interface LoggedEvent<Payload = unknown> extends NewEvent<Payload> {
  /** The place after this event, as clients get it: following `after` it gives the next one. */
  readonly cursor: string;
  readonly occurredAt: Date;
}

/** Why following cannot continue: trimmed by retention, or the log's history is not the one the cursor came from. */
export type GapReason = 'EXPIRED' | 'EPOCH_CHANGED';

/** Thrown into a follower whose place in the log is gone. */
export class LogGapError extends Error {
  override readonly name = 'LogGapError';

  constructor(readonly reason: GapReason) {
    super(`The events after this cursor are gone: ${reason}`);
  }
}
