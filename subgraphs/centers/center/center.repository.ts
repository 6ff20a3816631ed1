import { and, asc, count, eq, inArray, type SQL } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { newerThan, type PageRequest } from '../../kit/pagination.ts';
import { centers } from '../tables.ts';
import type { CenterAccessState, CenterServiceKind } from './center.enum.ts';
import type { CenterRow, CenterStates } from './centerRow.ts';

/** Which centers: those that fit every field that is set. */
export interface CenterFilter {
  readonly accessState?: CenterAccessState | null | undefined;
  readonly serviceKind?: CenterServiceKind | null | undefined;
  readonly simulated?: boolean | null | undefined;
}

function centerOf({ city, latitude, longitude, ...rest }: typeof centers.$inferSelect): CenterRow {
  const isPlaced = city !== null && latitude !== null && longitude !== null;
  return { ...rest, location: isPlaced ? { city, latitude, longitude } : null };
}

function conditionOf({ accessState, serviceKind, simulated }: CenterFilter): SQL | undefined {
  return and(
    accessState == null ? undefined : eq(centers.accessState, accessState),
    serviceKind == null ? undefined : eq(centers.serviceKind, serviceKind),
    simulated == null ? undefined : eq(centers.simulated, simulated),
  );
}

/** One page in the order of listing, and one row more when there is a next page. */
export async function listCenters(
  db: Database,
  filter: CenterFilter,
  { limit, after }: PageRequest,
): Promise<CenterRow[]> {
  const rows = await db
    .select()
    .from(centers)
    .where(and(conditionOf(filter), newerThan(centers.listedAt, centers.id, after)))
    .orderBy(asc(centers.listedAt), asc(centers.id))
    .limit(limit + 1);
  return rows.map(centerOf);
}

/** How many centers fit. */
export function countCenters(db: Database, filter: CenterFilter): Promise<number> {
  return db
    .select({ total: count() })
    .from(centers)
    .where(conditionOf(filter))
    .then(([row]) => row?.total ?? 0);
}

/** The centers with these ids, in no order. */
export async function centersById(db: Database, ids: readonly string[]): Promise<CenterRow[]> {
  const rows = await db
    .select()
    .from(centers)
    .where(inArray(centers.id, [...ids]));
  return rows.map(centerOf);
}

/** The center with this code; null when there is none. */
export async function centerByCode(db: Database, code: string): Promise<CenterRow | null> {
  const [row] = await db.select().from(centers).where(eq(centers.code, code)).limit(1);
  return row === undefined ? null : centerOf(row);
}

/** Those of these ids that are of centers. */
export async function knownCenterIds(db: Database, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .select({ id: centers.id })
    .from(centers)
    .where(inArray(centers.id, [...ids]));
  return rows.map(({ id }) => id);
}

/** The states of a center; null when there is none with this id. */
export async function statesOfCenter(db: Database | Transaction, id: string): Promise<CenterStates | null> {
  const { accessState, schedulingState } = centers;
  const [states] = await db.select({ accessState, schedulingState }).from(centers).where(eq(centers.id, id)).limit(1);
  return states ?? null;
}
