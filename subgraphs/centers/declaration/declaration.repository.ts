import { asc, eq } from 'drizzle-orm';
import type { Transaction } from '../../kit/database/database.ts';
import { centers, clusters, frontEnds, partitions } from '../tables.ts';
import type { CenterDeclaration, DeclaredPartition } from './declaration.ts';

type PartitionValues = Omit<typeof partitions.$inferSelect, 'centerId'>;

function columnsOf({ accelerator, ...rest }: DeclaredPartition): PartitionValues {
  return {
    ...rest,
    acceleratorVendor: accelerator?.vendor ?? null,
    acceleratorModel: accelerator?.model ?? null,
    acceleratorsPerNode: accelerator?.perNode ?? null,
  };
}

function declaredOf(values: PartitionValues): DeclaredPartition {
  const { acceleratorVendor: vendor, acceleratorModel: model, acceleratorsPerNode: perNode, ...rest } = values;
  const hasAccelerators = vendor !== null && model !== null && perNode !== null;
  return { ...rest, accelerator: hasAccelerators ? { vendor, model, perNode } : null };
}

/** What a center has declared, its parts in the order of their ids; null when it never did. */
export async function readDeclaration(tx: Transaction, id: string): Promise<CenterDeclaration | null> {
  const [center] = await tx.select().from(centers).where(eq(centers.id, id));
  if (center === undefined) return null;
  const { listedAt: _, ...facts } = center;
  const hasClusters = await tx.select().from(clusters).where(eq(clusters.centerId, id)).orderBy(asc(clusters.id));
  const hasPartitions = await tx
    .select()
    .from(partitions)
    .where(eq(partitions.centerId, id))
    .orderBy(asc(partitions.id));
  const hasFrontEnds = await tx.select().from(frontEnds).where(eq(frontEnds.centerId, id)).orderBy(asc(frontEnds.id));
  return {
    ...facts,
    clusters: hasClusters.map(({ centerId: _center, ...cluster }) => cluster),
    partitions: hasPartitions.map(({ centerId: _center, ...partition }) => declaredOf(partition)),
    frontEnds: hasFrontEnds.map(({ centerId: _center, ...frontEnd }) => frontEnd),
  };
}

/** Writes a declaration over what is kept. Parts that it does not name stay: jobs of the past still point at them. */
export async function writeDeclaration(tx: Transaction, declaration: CenterDeclaration, now: Date): Promise<void> {
  const { clusters: hasClusters, partitions: hasPartitions, frontEnds: hasFrontEnds, ...facts } = declaration;
  const centerId = facts.id;
  await tx
    .insert(centers)
    .values({ ...facts, listedAt: now })
    .onConflictDoUpdate({ target: centers.id, set: facts });
  for (const cluster of hasClusters) {
    const values = { ...cluster, centerId };
    await tx.insert(clusters).values(values).onConflictDoUpdate({ target: clusters.id, set: values });
  }
  for (const partition of hasPartitions) {
    const values = { ...columnsOf(partition), centerId };
    await tx.insert(partitions).values(values).onConflictDoUpdate({ target: partitions.id, set: values });
  }
  for (const frontEnd of hasFrontEnds) {
    const values = { ...frontEnd, centerId };
    await tx.insert(frontEnds).values(values).onConflictDoUpdate({ target: frontEnds.id, set: values });
  }
}
