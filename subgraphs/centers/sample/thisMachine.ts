import { availableParallelism, totalmem } from 'node:os';
import type { CenterDeclaration } from '../declaration/declaration.ts';

/** Id of the center that is this machine itself. */
export const thisMachineId = 'center_local';

const mebibyte = 1_048_576;
const clusterId = 'cluster_local-main';
const daySeconds = 86_400;

/** What jobs on a machine can have. */
export interface MachineSize {
  readonly cores: number;
  readonly memoryMebibytes: number;
}

/** What this process may use of this machine, which in a container is less than all of it. */
export function thisMachineSize(): MachineSize {
  // Zero or a number beyond all memory when nothing constrains it.
  const constrained = process.constrainedMemory();
  const bytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return { cores: availableParallelism(), memoryMebibytes: Math.floor(bytes / mebibyte) };
}

/** The declaration of this machine as a center. It takes jobs only where `acceptsJobs` says so. */
export function thisMachine(size: MachineSize, acceptsJobs: boolean): CenterDeclaration {
  return {
    id: thisMachineId,
    code: 'local',
    nameEn: 'This machine',
    nameZh: '本机',
    simulated: false,
    driver: 'local',
    ownerKind: 'OTHER',
    serviceKind: 'HPC',
    accessState: 'CONNECTED',
    schedulingState: acceptsJobs ? 'ACTIVE' : 'INACTIVE',
    city: null,
    latitude: null,
    longitude: null,
    pue: null,
    clusters: [{ id: clusterId, name: 'main', scheduler: 'local' }],
    partitions: [
      {
        id: 'partition_local-main',
        clusterId,
        name: 'main',
        state: acceptsJobs ? 'UP' : 'INACTIVE',
        isDefault: true,
        nodes: 1,
        coresPerNode: size.cores,
        memoryMebibytesPerNode: size.memoryMebibytes,
        accelerator: null,
        maxNodes: 1,
        maxTimeLimitSeconds: daySeconds,
      },
    ],
    frontEnds: [],
  };
}
