import type { AcceleratorTotals, OccupancyObserved } from '../occupancy/occupancyObserved.ts';
import type { PartitionRow } from '../partition/partitionRow.ts';
import type { CenterCapacity } from './centerCapacity.type.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function declaredAccelerators(partitions: readonly PartitionRow[]): AcceleratorTotals[] {
  const byModel = new Map<string, AcceleratorTotals>();
  for (const { accelerator, nodes } of partitions) {
    if (accelerator === null) continue;
    const { vendor, model, perNode } = accelerator;
    const key = JSON.stringify([vendor, model]);
    const total = (byModel.get(key)?.total ?? 0) + perNode * nodes;
    byModel.set(key, { vendor, model, total, allocated: 0 });
  }
  return [...byModel.values()];
}

/** What a center has as its partitions were declared, all of it idle: what is shown until its scheduler tells of its load. */
export function declaredCapacity(partitions: readonly PartitionRow[]): CenterCapacity {
  const nodes = sum(partitions.map((partition) => partition.nodes));
  const cores = sum(partitions.map((partition) => partition.nodes * partition.coresPerNode));
  return {
    nodes: { total: nodes, allocated: 0, idle: nodes, down: 0 },
    cores: { total: cores, allocated: 0, idle: cores },
    accelerators: declaredAccelerators(partitions),
    observedAt: null,
  };
}

/** What a center has and uses, as its scheduler told it last. */
export function observedCapacity({ nodes, cores, accelerators, observedAt }: OccupancyObserved): CenterCapacity {
  return { nodes, cores, accelerators, observedAt };
}
