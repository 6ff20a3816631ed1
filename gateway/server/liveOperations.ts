import type { Deadline } from './deadline.ts';
import { DeadlineQueue, type Limited } from './deadlineQueue.ts';

/** An answer comes once and soon; a stream lasts. They are ended at different times when the server stops. */
export type OperationKind = 'answer' | 'stream';

/** One operation that a door is answering. */
export interface LiveOperation {
  /** Aborts with a ClientError that the client shall read, or with `clientLeft`. Made when it is first asked for. */
  readonly signal: AbortSignal;
  /** Why the operation was aborted; undefined while it has not been. */
  readonly abortReason: unknown;
  /** Without effect once the operation is over. */
  abort(reason: unknown): void;
  /** Calls the listener once, when the operation is aborted; at once when it has been. There is one listener at a time. */
  onAbort(listener: ((reason: unknown) => void) | null): void;
  /** The operation is over; nothing of it is kept. */
  end(): void;
}

/** Every operation in flight at every door, so that stopping the server reaches each of them. */
export interface LiveOperations {
  /** Without a deadline the operation lasts until it ends or is aborted. */
  begin(kind: OperationKind, deadline?: Deadline): LiveOperation;
  readonly count: number;
  /** Aborts all operations of the kind, and from now on each that begins, with this reason. */
  stop(kind: OperationKind, reason: unknown): void;
}

/** Why an operation was aborted when there is nobody left to tell. */
export const clientLeft = new Error('The client left');

/** A class because one is made for each request, and methods of a class are made once. */
class Operation implements LiveOperation, Limited {
  #controller: AbortController | null = null;
  #listener: ((reason: unknown) => void) | null = null;
  #isOver = false;
  abortReason: unknown = undefined;
  dueMs = 0;

  constructor(
    readonly kind: OperationKind,
    readonly live: Set<Operation>,
    readonly deadline: Deadline | undefined,
    readonly queue: DeadlineQueue | undefined,
  ) {
    live.add(this);
    queue?.add(this);
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.abortReason !== undefined) this.#controller.abort(this.abortReason);
    }
    return this.#controller.signal;
  }

  abort(reason: unknown): void {
    if (this.#isOver || this.abortReason !== undefined) return;
    this.abortReason = reason;
    this.#controller?.abort(reason);
    const listener = this.#listener;
    this.#listener = null;
    listener?.(reason);
  }

  onAbort(listener: ((reason: unknown) => void) | null): void {
    if (this.abortReason === undefined) this.#listener = listener;
    else listener?.(this.abortReason);
  }

  end(): void {
    this.#isOver = true;
    this.queue?.delete(this);
    if (this.kind === 'stream') this.queue?.stop(); // its own
    this.live.delete(this);
  }

  abortAtDeadline(): void {
    this.abort(this.deadline?.reason());
  }
}

/** A registry for one server. */
export function liveOperations(): LiveOperations {
  const live = new Set<Operation>();
  const stopped = new Map<OperationKind, unknown>();
  // One of each length of time: requests have the same, tokens one each.
  const queues = new Map<number, DeadlineQueue>();
  const queueOf = (kind: OperationKind, { timeoutMs }: Deadline): DeadlineQueue => {
    if (kind === 'stream') return new DeadlineQueue(timeoutMs);
    const known = queues.get(timeoutMs);
    if (known !== undefined) return known;
    const queue = new DeadlineQueue(timeoutMs);
    queues.set(timeoutMs, queue);
    return queue;
  };
  return {
    get count() {
      return live.size;
    },
    begin(kind, deadline) {
      const queue = deadline && queueOf(kind, deadline);
      const operation = new Operation(kind, live, deadline, queue);
      if (stopped.has(kind)) operation.abort(stopped.get(kind));
      return operation;
    },
    stop(kind, reason) {
      stopped.set(kind, reason);
      for (const operation of [...live]) {
        if (operation.kind === kind) operation.abort(reason);
      }
    },
  };
}
