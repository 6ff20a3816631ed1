import type { Deadline } from './deadline.ts';

/** An answer comes once and soon; a stream lasts. They are ended at different times when the server stops. */
export type OperationKind = 'answer' | 'stream';

/** One operation that a door is answering. */
export interface LiveOperation {
  /** Aborts with a ClientError that the client shall read, or with `clientLeft`. Made when it is first asked for. */
  readonly signal: AbortSignal;
  /** Why the operation was aborted; undefined while it has not been. */
  readonly abortReason: unknown;
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

function liveOperation(end: () => void): LiveOperation {
  let controller: AbortController | null = null;
  let abortReason: unknown;
  let listener: ((reason: unknown) => void) | null = null;
  return {
    get signal() {
      if (controller === null) {
        controller = new AbortController();
        if (abortReason !== undefined) controller.abort(abortReason);
      }
      return controller.signal;
    },
    get abortReason() {
      return abortReason;
    },
    abort(reason) {
      if (abortReason !== undefined) return;
      abortReason = reason;
      controller?.abort(reason);
      const tell = listener;
      listener = null;
      tell?.(reason);
    },
    onAbort(next) {
      if (abortReason === undefined) listener = next;
      else next?.(abortReason);
    },
    end,
  };
}

/** A registry for one server. */
export function liveOperations(): LiveOperations {
  const live = new Map<LiveOperation, OperationKind>();
  const stopped = new Map<OperationKind, unknown>();
  return {
    get count() {
      return live.size;
    },
    begin(kind, deadline) {
      const operation = liveOperation(() => {
        clearTimeout(timer);
        live.delete(operation);
      });
      const timer = deadline && setTimeout(() => operation.abort(deadline.reason()), deadline.timeoutMs);
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
