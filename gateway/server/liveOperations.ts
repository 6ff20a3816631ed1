import type { Deadline } from './deadline.ts';

/** An answer comes once and soon; a stream lasts. They are ended at different times when the server stops. */
export type OperationKind = 'answer' | 'stream';

/** One operation that a door is answering. */
export interface LiveOperation {
  /** Aborts with a ClientError that the client shall read, or with `clientLeft`. */
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
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

/** A registry for one server. */
export function liveOperations(): LiveOperations {
  const live = new Map<LiveOperation, OperationKind>();
  const stopped = new Map<OperationKind, unknown>();
  return {
    get count() {
      return live.size;
    },
    begin(kind, deadline) {
      const controller = new AbortController();
      const timer = deadline && setTimeout(() => controller.abort(deadline.reason()), deadline.timeoutMs);
      const operation: LiveOperation = {
        signal: controller.signal,
        abort: (reason) => controller.abort(reason),
        end() {
          clearTimeout(timer);
          live.delete(operation);
        },
      };
      live.set(operation, kind);
      if (stopped.has(kind)) operation.abort(stopped.get(kind));
      return operation;
    },
    stop(kind, reason) {
      stopped.set(kind, reason);
      for (const [operation, itsKind] of [...live]) {
        if (itsKind === kind) operation.abort(reason);
      }
    },
  };
}
