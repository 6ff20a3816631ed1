import { asc, desc, eq, inArray } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import type { DriverName } from '../drivers/scheduler.ts';
import { knownCenters, knownPartitions, knownProjects } from '../tables.ts';
import type { KnownCenter, KnownPartition } from './knownCenter.ts';

type Reader = Database | Transaction;

/** Keeps what a center has declared in place of what it declared before. Partitions that it does not name stay: jobs point at them. */
export async function keepCenter(tx: Transaction, { partitions, ...center }: KnownCenter): Promise<void> {
  await tx.insert(knownCenters).values(center).onConflictDoUpdate({ target: knownCenters.id, set: center });
  for (const partition of partitions) {
    await tx
      .insert(knownPartitions)
      .values(partition)
      .onConflictDoUpdate({ target: knownPartitions.id, set: partition });
  }
}

function withPartitions(
  centers: readonly Omit<KnownCenter, 'partitions'>[],
  partitions: readonly KnownPartition[],
): readonly KnownCenter[] {
  return centers.map((center) => ({
    ...center,
    partitions: partitions.filter(({ centerId }) => centerId === center.id),
  }));
}

async function partitionsOf(db: Reader, centerIds: readonly string[]): Promise<readonly KnownPartition[]> {
  if (centerIds.length === 0) return [];
  return await db
    .select()
    .from(knownPartitions)
    .where(inArray(knownPartitions.centerId, [...centerIds]))
    .orderBy(desc(knownPartitions.isDefault), asc(knownPartitions.name));
}

/** A center with its partitions, the default one first; null when none of that id was declared. */
export async function centerById(db: Reader, id: string): Promise<KnownCenter | null> {
  const centers = await db.select().from(knownCenters).where(eq(knownCenters.id, id));
  return withPartitions(centers, await partitionsOf(db, [id]))[0] ?? null;
}

/** The centers that a driver serves. */
export async function centersOfDriver(db: Reader, driver: DriverName): Promise<readonly KnownCenter[]> {
  const centers = await db
    .select()
    .from(knownCenters)
    .where(eq(knownCenters.driver, driver))
    .orderBy(asc(knownCenters.id));
  return withPartitions(
    centers,
    await partitionsOf(
      db,
      centers.map(({ id }) => id),
    ),
  );
}

export async function keepProject(tx: Transaction, id: string): Promise<void> {
  await tx.insert(knownProjects).values({ id }).onConflictDoNothing();
}

/** Whether there is a project of this id. */
export async function isProject(db: Reader, id: string): Promise<boolean> {
  return (await db.select().from(knownProjects).where(eq(knownProjects.id, id))).length > 0;
}
