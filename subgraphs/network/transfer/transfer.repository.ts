import { and, count, desc, eq, inArray, notInArray, type SQL } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { countLists, type ListTable, readPages } from '../../kit/database/readPages.ts';
import type { PagedList } from '../../kit/pageLoader.ts';
import { olderThan, type PageRequest } from '../../kit/pagination.ts';
import { transfers } from '../tables.ts';
import type { TransferState } from './transfer.enum.ts';
import { endStates, type TransferRow } from './transfer.row.ts';

/** Which transfers; absent fields say nothing. */
export interface TransferFilter {
  readonly active?: boolean | null;
  readonly states?: readonly TransferState[] | null;
  readonly projectId?: string | null;
}

const ofProjects: ListTable<typeof transfers> = {
  table: transfers,
  key: transfers.projectId,
  createdAt: transfers.createdAt,
  id: transfers.id,
  order: 'newestFirst',
};

function conditionOf({ active, states, projectId }: TransferFilter): SQL | undefined {
  const ended = [...endStates];
  return and(
    active === true ? notInArray(transfers.state, ended) : undefined,
    active === false ? inArray(transfers.state, ended) : undefined,
    states === null || states === undefined ? undefined : inArray(transfers.state, [...states]),
    projectId === null || projectId === undefined ? undefined : eq(transfers.projectId, projectId),
  );
}

/** The transfer within a transaction, as it sees it. */
export async function readTransfer(tx: Database | Transaction, id: string): Promise<TransferRow | null> {
  const [row] = await tx.select().from(transfers).where(eq(transfers.id, id));
  return row ?? null;
}

/** Writes a new transfer; gives it unless one of that id is there. */
export async function insertTransfer(tx: Transaction, row: TransferRow): Promise<TransferRow | null> {
  const [written] = await tx.insert(transfers).values(row).onConflictDoNothing().returning();
  return written ?? null;
}

/** Changes a transfer that has not ended; gives it as it is then, null when it has. */
export async function updateActiveTransfer(
  tx: Transaction,
  id: string,
  facts: Partial<Omit<TransferRow, 'id'>>,
): Promise<TransferRow | null> {
  const [row] = await tx
    .update(transfers)
    .set(facts)
    .where(and(eq(transfers.id, id), notInArray(transfers.state, [...endStates])))
    .returning();
  return row ?? null;
}

export function transferRepository(db: Database) {
  const visible = (projectIds: readonly string[] | null): SQL | undefined =>
    projectIds === null ? undefined : inArray(transfers.projectId, [...projectIds]);
  return {
    byIds: (ids: readonly string[]): Promise<readonly TransferRow[]> =>
      db
        .select()
        .from(transfers)
        .where(inArray(transfers.id, [...ids])),

    /** Transfers of jobs that are part of their staging, the newest first. */
    ofJobs: (jobIds: readonly string[]): Promise<readonly TransferRow[]> =>
      db
        .select()
        .from(transfers)
        .where(and(inArray(transfers.jobId, [...jobIds]), inArray(transfers.stage, ['IN', 'OUT'])))
        .orderBy(desc(transfers.createdAt), desc(transfers.id)),

    /** Up to `limit + 1` transfers of these projects (all for null), the newest first. */
    async list(
      projectIds: readonly string[] | null,
      filter: TransferFilter,
      request: PageRequest,
    ): Promise<readonly TransferRow[]> {
      const after = olderThan(transfers.createdAt, transfers.id, request.after);
      return db
        .select()
        .from(transfers)
        .where(and(visible(projectIds), conditionOf(filter), after))
        .orderBy(desc(transfers.createdAt), desc(transfers.id))
        .limit(request.limit + 1);
    },

    async length(projectIds: readonly string[] | null, filter: TransferFilter): Promise<number> {
      const [row] = await db
        .select({ length: count() })
        .from(transfers)
        .where(and(visible(projectIds), conditionOf(filter)));
      return row?.length ?? 0;
    },

    /** The transfers of each of several projects, the newest first. */
    ofProjects(filter: TransferFilter): PagedList<TransferRow> {
      const where = conditionOf(filter);
      return {
        name: 'projectTransfers',
        rows: (projectIds, request) => readPages(db, ofProjects, projectIds, request, where),
        lengths: (projectIds) => countLists(db, ofProjects, projectIds, where),
        keyOf: ({ projectId }) => projectId,
        placeOf: (row) => row,
      };
    },
  };
}
export type TransferRepository = ReturnType<typeof transferRepository>;
