import { randomUUID } from 'node:crypto';
import { OperationTypeNode, parse } from 'graphql';
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { SubgraphClient, SubgraphError, SubgraphResponse } from '../subgraph/subgraphClient.ts';
import type { ViewerChange } from './viewerSource.ts';

export interface AccountsChangesOptions {
  readonly accounts: () => SubgraphClient;
  /**
   * Called for every change, and with 'everybody' whenever changes may have been missed, also at the beginning. It may be
   * told of a change that it has been told of. Must not throw.
   */
  readonly onChange: (change: ViewerChange) => void;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 to 1, for the jitter between tries. */
  readonly random?: () => number;
}

/** Follows the changes of the accounts until it is closed. */
export interface AccountsChanges {
  close(): Promise<void>;
}

const query = `subscription ViewerChanged($after: Cursor) {
  viewerChanged(after: $after) { issuer subject cursor gap { reason } }
}`;
const document = parse(query);

const answered = z.object({
  viewerChanged: z.object({
    issuer: z.string().nullable(),
    subject: z.string().nullable(),
    cursor: z.string(),
    gap: z.object({ reason: z.string() }).nullable(),
  }),
});

const shortestPauseMs = 100;
const longestPauseMs = 5_000;

/** What the subgraph has said in place of an event. */
class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(readonly refusals: readonly SubgraphError[]) {
    super(refusals[0]?.message ?? 'The accounts gave no reason');
  }
}

const isBadCursor = (error: unknown): boolean => {
  const codes: readonly unknown[] =
    error instanceof RefusedError ? error.refusals.map(({ extensions }) => extensions?.['code']) : [];
  return codes.includes('BAD_CURSOR') || (error instanceof Error && 'code' in error && error.code === 'BAD_CURSOR');
};

/** Reads one event; gives its cursor. */
function tell({ data, errors }: SubgraphResponse, onChange: AccountsChangesOptions['onChange']): string {
  if (errors !== undefined && errors.length > 0) throw new RefusedError(errors);
  const { issuer, subject, cursor, gap } = answered.parse(data).viewerChanged;
  onChange(gap !== null || issuer === null || subject === null ? 'everybody' : { issuer, subject });
  return cursor;
}

/**
 * Follows who changes in the accounts, from now on and for ever: through breaks and restarts it goes on after the last event,
 * with growing pauses while the accounts are away, and says 'everybody' when that is not possible.
 */
export function accountsChanges(options: AccountsChangesOptions): AccountsChanges {
  const { accounts, onChange, clock, log, random = Math.random } = options;
  const closing = new AbortController();
  const { signal } = closing;
  let after: string | null = null;
  let failures = 0;

  const follow = async (): Promise<void> => {
    const request = {
      query,
      document,
      operationName: undefined,
      operationKind: OperationTypeNode.SUBSCRIPTION,
      variables: { after },
      viewer: { kind: 'service', name: 'gateway' },
      requestId: randomUUID(),
    } as const;
    for await (const event of await accounts().subscribe(request, signal)) {
      after = tell(event, onChange);
      if (failures > 0) log.info({ failures }, 'The accounts tell again who changes');
      failures = 0;
    }
  };
  const pause = (): Promise<void> => {
    const ms = Math.min(shortestPauseMs * 2 ** failures, longestPauseMs);
    failures += 1;
    return clock.sleep(ms * (0.5 + random() / 2), signal, true);
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const begunAt = clock.now().getTime();
      try {
        await follow();
      } catch (error) {
        if (signal.aborted) return;
        // Cursors of another database, for instance: begin anew, which begins with everybody.
        if (isBadCursor(error)) after = null;
        log.warn({ err: error, failures }, 'The accounts do not tell who changes; trying again');
      }
      // A stream that stood for a while was no failure, also when nobody changed.
      if (clock.now().getTime() - begunAt > longestPauseMs) failures = 0;
      await pause().catch(() => undefined);
    }
  };
  const running = run();
  return {
    async close() {
      closing.abort(new Error('The gateway is closing'));
      await running;
    },
  };
}
