import type { Deadline } from './deadline.ts';

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
  begin(deadline?: Deadline): LiveOperation;
  readonly count: number;
  abortAll(reason: unknown): void;
}

/** Why an operation was aborted when there is nobody left to tell. */
export const clientLeft = new Error('The client left');

/** A registry for one server. */
export function liveOperations(): LiveOperations {
  const live = new Set<LiveOperation>();
  return {
    get count() {
      return live.size;
    },
    begin(deadline) {
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
      live.add(operation);
      return operation;
    },
    abortAll(reason) {
      for (const operation of [...live]) operation.abort(reason);
    },
  };
}
