import { ClientError } from '../../lib/errors.ts';

/** When an operation is aborted, and with what the client then reads. */
export interface Deadline {
  readonly timeoutMs: number;
  readonly reason: () => ClientError;
}

/** For queries and mutations (setting REQUEST_TIMEOUT_MS). */
export const requestDeadline = (timeoutMs: number): Deadline => ({
  timeoutMs,
  reason: () => new ClientError('SUBGRAPH_TIMEOUT', `The operation did not end within ${timeoutMs} ms.`),
});
