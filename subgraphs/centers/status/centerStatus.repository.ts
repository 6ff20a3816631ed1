import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../kit/database/database.ts';
import type { CenterStates } from '../center/centerRow.ts';
import { centers, occupancies } from '../tables.ts';
import type { WatchedCenters } from './watchedCenters.ts';

/** What a watcher of a center is told at the beginning. */
export interface PresentStatus {
  readonly centerId: string;
  readonly states: CenterStates;
  /** The time of the last load that was told of, or else of its listing. */
  readonly since: Date;
}

function oneOf<Column extends typeof centers.id | typeof centers.accessState | typeof centers.schedulingState>(
  column: Column,
  wanted: ReadonlySet<Column['_']['data']> | null,
): SQL | undefined {
  return wanted === null ? undefined : inArray(column, [...wanted]);
}

/** The centers that are watched, in the order of listing. */
export async function presentStatuses(tx: Transaction, watched: WatchedCenters): Promise<readonly PresentStatus[]> {
  const { id: centerId, accessState, schedulingState } = centers;
  const since = sql<Date>`coalesce(${occupancies.observedAt}, ${centers.listedAt})`.mapWith(centers.listedAt);
  const rows = await tx
    .select({ centerId, accessState, schedulingState, since })
    .from(centers)
    .leftJoin(occupancies, eq(occupancies.centerId, centers.id))
    .where(
      and(
        oneOf(centerId, watched.centerIds),
        oneOf(accessState, watched.accessStates),
        oneOf(schedulingState, watched.schedulingStates),
      ),
    )
    .orderBy(asc(centers.listedAt), asc(centers.id));
  return rows.map((row) => ({
    centerId: row.centerId,
    states: { accessState: row.accessState, schedulingState: row.schedulingState },
    since: row.since,
  }));
}
