import type { JobRow } from '../job/jobRow.ts';
import type { KnownCenter, KnownPartition } from '../known/knownCenter.ts';
import { type BaseLoad, baseLoad } from './baseLoad.ts';

/** How busy a center is. */
export interface Occupancy {
  readonly nodes: { readonly total: number; readonly allocated: number; readonly idle: number; readonly down: number };
  readonly cores: { readonly total: number; readonly allocated: number; readonly idle: number };
  readonly accelerators: readonly {
    readonly vendor: string;
    readonly model: string;
    readonly total: number;
    readonly allocated: number;
  }[];
  readonly queue: { readonly running: number; readonly pending: number };
  /** Null where it is not measured. */
  readonly powerWatts: number | null;
}

type PlacedJob = Pick<JobRow, 'partitionId' | 'cores' | 'nodes' | 'accelerators' | 'startedAt'>;

/** One partition's part of it. */
interface PartitionLoad {
  readonly partition: KnownPartition;
  readonly nodesAllocated: number;
  readonly nodesDown: number;
  readonly cores: number;
  readonly accelerators: number;
  readonly running: number;
  readonly pending: number;
}

const idleWatts = 110;
const busyWatts = 420;
const acceleratorWatts = 260;

const sum = <Item>(items: readonly Item[], amount: (item: Item) => number): number =>
  items.reduce((total, item) => total + amount(item), 0);

const nobodyElse: BaseLoad = { nodesAllocated: 0, nodesDown: 0, running: 0, pending: 0 };

function partitionLoad(partition: KnownPartition, jobs: readonly PlacedJob[], base: BaseLoad): PartitionLoad {
  const here = jobs.filter(({ partitionId }) => partitionId === partition.id);
  const running = here.filter(({ startedAt }) => startedAt !== null);
  const { nodes, coresPerNode } = partition;
  const usable = nodes - base.nodesDown;
  // On a single node jobs stand beside each other; elsewhere each has its nodes to itself.
  const jobNodes = nodes === 1 ? Math.min(1, running.length) : sum(running, (job) => job.nodes);
  const perNode = partition.accelerator?.perNode ?? 0;
  return {
    partition,
    nodesAllocated: Math.min(usable, base.nodesAllocated + jobNodes),
    nodesDown: base.nodesDown,
    cores: Math.min(usable * coresPerNode, base.nodesAllocated * coresPerNode + sum(running, ({ cores }) => cores)),
    accelerators: Math.min(usable * perNode, base.nodesAllocated * perNode + sum(running, (job) => job.accelerators)),
    running: base.running + running.length,
    pending: base.pending + here.length - running.length,
  };
}

function wattsOf({ partition, nodesAllocated, nodesDown, accelerators }: PartitionLoad): number {
  const idle = partition.nodes - nodesDown - nodesAllocated;
  return idle * idleWatts + nodesAllocated * busyWatts + accelerators * acceleratorWatts;
}

function acceleratorsOf(loads: readonly PartitionLoad[]): Occupancy['accelerators'] {
  return loads.flatMap(({ partition: { accelerator, nodes }, accelerators }) => {
    if (accelerator === null) return [];
    const { vendor, model, perNode } = accelerator;
    return [{ vendor, model, total: perNode * nodes, allocated: accelerators }];
  });
}

/** The occupancy of a center by these jobs that have not ended there; of a simulated one, with what others do. */
export function occupancyOf(center: KnownCenter, jobs: readonly PlacedJob[], seed: number, now: Date): Occupancy {
  const loads = center.partitions.map((partition) =>
    partitionLoad(partition, jobs, center.simulated ? baseLoad(seed, partition, now) : nobodyElse),
  );
  const nodes = sum(loads, ({ partition }) => partition.nodes);
  const cores = sum(loads, ({ partition }) => partition.nodes * partition.coresPerNode);
  const allocated = sum(loads, ({ nodesAllocated }) => nodesAllocated);
  const down = sum(loads, ({ nodesDown }) => nodesDown);
  const coresAllocated = sum(loads, (load) => load.cores);
  return {
    nodes: { total: nodes, allocated, idle: nodes - allocated - down, down },
    cores: { total: cores, allocated: coresAllocated, idle: cores - coresAllocated },
    accelerators: acceleratorsOf(loads),
    queue: { running: sum(loads, ({ running }) => running), pending: sum(loads, ({ pending }) => pending) },
    powerWatts: center.simulated ? sum(loads, wattsOf) : null,
  };
}
