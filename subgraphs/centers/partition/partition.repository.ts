import { asc, desc, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { clusters, partitions } from '../tables.ts';
import type { ClusterRow, PartitionRow } from './partitionRow.ts';

function partitionOf(row: typeof partitions.$inferSelect): PartitionRow {
  const { acceleratorVendor: vendor, acceleratorModel: model, acceleratorsPerNode: perNode, ...rest } = row;
  const hasAccelerators = vendor !== null && model !== null && perNode !== null;
  return { ...rest, accelerator: hasAccelerators ? { vendor, model, perNode } : null };
}

type PartitionKey = 'id' | 'centerId' | 'clusterId';

/** The partitions whose `key` is one of the values; the default one of each center first, then by name. */
export async function partitionsBy(
  db: Database,
  key: PartitionKey,
  values: readonly string[],
): Promise<readonly PartitionRow[]> {
  const rows = await db
    .select()
    .from(partitions)
    .where(inArray(partitions[key], [...values]))
    .orderBy(desc(partitions.isDefault), asc(partitions.name));
  return rows.map(partitionOf);
}

/** The clusters of these centers, by name. */
export function clustersOf(db: Database, centerIds: readonly string[]): Promise<readonly ClusterRow[]> {
  return db
    .select()
    .from(clusters)
    .where(inArray(clusters.centerId, [...centerIds]))
    .orderBy(asc(clusters.name), asc(clusters.id));
}
