import { GivenEvents } from './givenEvents.ts';
import type { LiveGap, LiveHandlers, LiveReason, LiveState } from './liveHandlers.ts';
import { codeOf, type LiveError, type LiveResult } from './liveResult.ts';
import type { LiveLoss, LiveRequest, LiveTransport, StreamSink } from './liveTransport.ts';
import type { Reconnection } from './reconnection.ts';
import { afterEnd } from './serverEnd.ts';

/** What a subscription consists of. */
export interface SubscriptionParts<Data> {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly handlers: LiveHandlers<Data>;
  /** For operations that go on by something else than a cursor. */
  readonly resume: ((last: Data) => object) | undefined;
  readonly transport: LiveTransport;
  readonly canRenewToken: boolean;
  /** For ends that the server asks to come back after. */
  readonly reconnection: (attempt: () => void) => Reconnection;
  /** It has ended by itself. */
  readonly closed: () => void;
}

type Root = { readonly cursor?: unknown; readonly gap?: LiveGap | null } | null | undefined;

/** One subscription through all its connections: gives each event once, in order, and goes on behind the last one. */
export class LiveSubscriptionRun<Data> implements StreamSink {
  readonly #parts: SubscriptionParts<Data>;
  readonly #given = new GivenEvents();
  readonly #takesCursor: boolean;
  readonly #again: Reconnection;
  #leave: (() => void) | null = null;
  #isOver = false;
  #last: Data | null = null;
  #request: LiveRequest | null = null;
  /** To be told before the next event. */
  #gap: LiveGap | null = null;
  /** Of the last result, when it had no data: whether that was one event or the end, the next message says. */
  #farewell: { readonly errors: readonly LiveError[]; readonly isTold: boolean } | null = null;
  #renewals = 0;

  constructor(parts: SubscriptionParts<Data>) {
    this.#parts = parts;
    this.#takesCursor = /\$after\b/.test(parts.query);
    const { after } = parts.variables;
    if (typeof after === 'string') this.#given.begin(after);
    this.#again = parts.reconnection(() => this.begin());
  }

  get cursor(): string | null {
    return this.#given.cursor;
  }

  begin(): void {
    this.#leave = this.#parts.transport.open(this);
  }

  close(): void {
    this.#isOver = true;
    this.#again.stop();
    this.#leave?.();
  }

  retry(): void {
    this.#again.retry();
  }

  request(): LiveRequest {
    const { query, variables, resume } = this.#parts;
    const after = this.#takesCursor ? this.#given.cursor : null;
    const last = this.#last;
    if (after === null && last !== null && resume === undefined) this.#gap ??= { reason: 'NOT_RESUMABLE' };
    this.#given.begin(after);
    const place = { ...(after === null ? {} : { after }), ...(last === null ? {} : resume?.(last)) };
    this.#request = { query, variables: { ...variables, ...place }, after };
    return this.#request;
  }

  opened(): void {
    const resumes = this.#request?.after !== null || this.#parts.resume !== undefined;
    if (this.#last === null) this.#tell('live', 'CONNECTED', 'Connected.');
    else if (resumes) this.#tell('live', 'RESUMED', 'Connected again, behind the last event.');
    else this.#tell('live', 'RESTARTED', 'Connected again, from the present state.');
  }

  waiting({ code, message }: LiveLoss, retryInMs: number): void {
    this.#tell('reconnecting', code, message, retryInMs);
  }

  result({ data, errors = [] }: LiveResult, id: string | null): void {
    this.#tellFarewell();
    if (data === null || data === undefined) {
      this.#farewell = { errors, isTold: false };
      if (afterEnd(errors) === 'stop') this.#tellFarewell();
      return;
    }
    this.#farewell = null;
    const [root] = Object.values(data as Readonly<Record<string, Root>>);
    const cursor = id ?? (typeof root?.cursor === 'string' ? root.cursor : null);
    if (!this.#given.take(cursor)) return;
    this.#renewals = 0;
    this.#tellGap(root?.gap ?? null);
    this.#last = data as Data;
    this.#told((handlers) => handlers.onData(data as Data, { cursor, errors }));
  }

  completed(): void {
    if (this.#isOver) return;
    this.#leave = null;
    if (this.#farewell === null) this.#end({ code: 'COMPLETE', message: 'The server has no more.' });
    else this.#ended(this.#farewell.errors);
  }

  refused(errors: readonly LiveError[]): void {
    if (this.#isOver) return;
    this.#leave = null;
    this.#farewell = { errors, isTold: false };
    this.#ended(errors);
  }

  failed(loss: LiveLoss): void {
    this.#leave = null;
    this.#end(loss);
  }

  /** The server has ended the stream for a reason. */
  #ended(errors: readonly LiveError[]): void {
    const end = { code: codeOf(errors[0]), message: errors[0]?.message ?? 'The server ended the stream.' };
    const next = afterEnd(errors);
    if (next === 'resume') this.#comeBack(end, 'later');
    else if (next === 'renew' && this.#mayRenew()) {
      this.#parts.transport.renew();
      this.#comeBack(end, 'now');
    } else if (next === 'restart' && this.#last !== null) {
      this.#gap = { reason: 'BAD_CURSOR' };
      this.#given.begin(null);
      this.#comeBack(end, 'now');
    } else {
      this.#tellFarewell();
      this.#end(end);
    }
  }

  /** A fresh token that is no good either will not be the last one. */
  #mayRenew(): boolean {
    this.#renewals += 1;
    return this.#parts.canRenewToken && this.#renewals === 1;
  }

  #comeBack({ code, message }: LiveLoss, when: 'now' | 'later'): void {
    this.#farewell = null;
    this.#tell('reconnecting', code, message, this.#again.lost(when));
  }

  #end({ code, message }: LiveLoss): void {
    if (this.#isOver) return;
    this.#tell('ended', code, message);
    this.close();
    this.#parts.closed();
  }

  #tell(state: LiveState, code: string, message: string, retryInMs: number | null = null): void {
    if (state === 'live') this.#again.opened();
    const reason: LiveReason = { code, message, retryInMs };
    this.#told((handlers) => handlers.onState?.(state, reason));
  }

  #tellGap(gap: LiveGap | null): void {
    const missing = gap ?? this.#gap;
    this.#gap = null;
    if (missing !== null) this.#told((handlers) => handlers.onGap?.(missing));
  }

  #tellFarewell(): void {
    if (this.#farewell === null || this.#farewell.isTold) return;
    const { errors } = this.#farewell;
    this.#farewell = { errors, isTold: true };
    this.#told((handlers) => handlers.onErrors?.(errors));
  }

  /** A handler that throws is a fault of its own program: it is seen there, and the stream goes on. After `close` nothing is told any more. */
  #told(tell: (handlers: LiveHandlers<Data>) => void): void {
    if (this.#isOver) return;
    try {
      tell(this.#parts.handlers);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
