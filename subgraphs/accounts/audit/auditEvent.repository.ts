import { inArray } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { countLists, type ListTable, readPages } from '../../kit/database/readPages.ts';
import type { PagedList } from '../../kit/pageLoader.ts';
import { auditEvents } from '../tables.ts';
import type { AuditEventRow } from './auditEvent.row.ts';

const trails: ListTable<typeof auditEvents> = {
  table: auditEvents,
  key: auditEvents.jobId,
  createdAt: auditEvents.at,
  id: auditEvents.id,
  order: 'oldestFirst',
};

/** Writes what was done, once: the same action of the same moment is the same fact. */
export async function recordAuditEvent(tx: Transaction, event: AuditEventRow): Promise<void> {
  await tx.insert(auditEvents).values(event).onConflictDoNothing();
}

export function auditEventRepository(db: Database) {
  return {
    byIds: (ids: readonly string[]): Promise<readonly AuditEventRow[]> =>
      db
        .select()
        .from(auditEvents)
        .where(inArray(auditEvents.id, [...ids])),

    /** What was done to jobs, oldest first; of these projects only, unless null. */
    trails(projectIds: readonly string[] | null): PagedList<AuditEventRow> {
      const where = projectIds === null ? undefined : inArray(auditEvents.projectId, [...projectIds]);
      return {
        name: 'auditTrail',
        rows: (jobIds, request) => readPages(db, trails, jobIds, request, where),
        lengths: (jobIds) => countLists(db, trails, jobIds, where),
        keyOf: ({ jobId }) => jobId,
        placeOf: ({ at, id }) => ({ createdAt: at, id }),
      };
    },
  };
}
export type AuditEventRepository = ReturnType<typeof auditEventRepository>;
