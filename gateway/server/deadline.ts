import { ClientError } from '../../lib/errors.ts';

/** When an operation is aborted, and with what the client then reads. */
export interface Deadline {
  readonly timeoutMs: number;
  readonly reason: () => ClientError;
}

/** The longest delay that a timer of Node can have; later is as good as never. */
const maxTimerMs = 2 ** 31 - 1;

/** For queries and mutations (setting REQUEST_TIMEOUT_MS). */
export const requestDeadline = (timeoutMs: number): Deadline => ({
  timeoutMs,
  reason: () => new ClientError('SUBGRAPH_TIMEOUT', `The operation did not end within ${timeoutMs} ms.`),
});

/** For what lives as long as its token. `expiresAtMs` is in milliseconds since the epoch; null never expires. */
export function expiryDeadline(expiresAtMs: number | null): Deadline | undefined {
  if (expiresAtMs === null || expiresAtMs - Date.now() > maxTimerMs) return undefined;
  return {
    timeoutMs: Math.max(0, expiresAtMs - Date.now()),
    reason: () =>
      new ClientError('UNAUTHENTICATED', 'The token has expired; connect again with a new one and the last cursor.'),
  };
}
