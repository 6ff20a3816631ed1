import { isMemberOf, type Viewer } from '../../../lib/viewer.ts';
import type { Database, Transaction } from '../../kit/database/database.ts';
import type { EventLog, LoggedEvent } from '../../kit/log/eventLog.ts';
import { type LiveFields, live } from '../../kit/log/live.ts';
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

export function transferStatusService(db: Database, events: EventLog) {
  const visible = async (reader: Database | Transaction, viewer: Viewer, id: string): Promise<TransferRow> => {
    const row = await readTransfer(reader, id);
    if (row === null || !isMemberOf(viewer, row.projectId)) throw notFound('transfer', 'id', id);
    return row;
  };
  const onEvent = ({ type, payload }: LoggedEvent): TransferStatusValue | null => {
    // What was created is told by the change to its first state.
    if (type === 'TransferCreated') return null;
    const { row, previousState } = parseTransferEvent(payload);
    return { previousState, transfer: row };
  };
  return {
    /** The transfer as it is, then as it was at each event. Rejects with NOT_FOUND when the viewer may not see it. */
    async watch(
      viewer: Viewer,
      id: string,
      after: string | null,
    ): Promise<AsyncIterableIterator<TransferStatusValue & LiveFields>> {
      await visible(db, viewer, id);
      return live({
        events,
        after,
        topics: [transferTopic],
        keys: [id],
        snapshot: async (tx) => {
          const transfer = await visible(tx, viewer, id);
          return [{ value: { previousState: null, transfer }, occurredAt: transfer.updatedAt }];
        },
        onEvent,
      });
    },
  };
}
export type TransferStatusService = ReturnType<typeof transferStatusService>;
