import type { Clock } from '../../../lib/clock.ts';
import { isMemberOf, type Viewer } from '../../../lib/viewer.ts';
import type { Database, Transaction } from '../../kit/database/database.ts';
import type { EventLog, LoggedEvent } from '../../kit/log/eventLog.ts';
import { type LiveFields, live } from '../../kit/log/live.ts';
import { minIntervalMs } from '../../kit/log/minInterval.ts';
import { notFound } from '../../kit/notFound.ts';
import type { TransferState } from './transfer.enum.ts';
import { parseTransferEvent, transferTopic } from './transfer.events.ts';
import { readTransfer } from './transfer.repository.ts';
import type { TransferRow } from './transfer.row.ts';

/** Root value of a `TransferEvent`, beside what every event carries. */
export interface TransferStatusValue {
  readonly previousState: TransferState | null;
  readonly transfer: TransferRow;
}

/** What to watch, and how. */
export interface TransferStatusRequest {
  readonly id: string;
  readonly minIntervalSeconds?: number | null;
  readonly after?: string | null;
}

export interface TransferStatusPorts {
  readonly db: Database;
  readonly events: EventLog;
  readonly clock: Clock;
}

export function transferStatusService({ db, events, clock }: TransferStatusPorts) {
  const visible = async (reader: Database | Transaction, viewer: Viewer, id: string): Promise<TransferRow> => {
    const row = await readTransfer(reader, id);
    if (row === null || !isMemberOf(viewer, row.projectId)) throw notFound('transfer', 'id', id);
    return row;
  };
  const onEvent = ({ payload }: LoggedEvent): TransferStatusValue => {
    const { row, previousState } = parseTransferEvent(payload);
    return { previousState, transfer: row };
  };
  return {
    /**
     * The transfer as it is, then as it was at each event. Rejects with ClientError NOT_FOUND when the viewer may not see it,
     * BAD_USER_INPUT for an impossible interval.
     */
    async watch(
      viewer: Viewer,
      { id, minIntervalSeconds, after }: TransferStatusRequest,
    ): Promise<AsyncIterableIterator<TransferStatusValue & LiveFields>> {
      const intervalMs = minIntervalMs(minIntervalSeconds);
      await visible(db, viewer, id);
      return live({
        events,
        after,
        topics: [transferTopic],
        keys: [id],
        // What was created is told by the change to its first state.
        isWanted: ({ type }) => type !== 'TransferCreated',
        thinning: { clock, minIntervalMs: intervalMs, mayWait: ({ type }) => type === 'TransferProgressed' },
        snapshot: async (tx) => {
          const transfer = await visible(tx, viewer, id);
          return [{ key: id, value: { previousState: null, transfer }, occurredAt: transfer.updatedAt }];
        },
        onEvent,
      });
    },
  };
}
export type TransferStatusService = ReturnType<typeof transferStatusService>;
