import { createHash } from 'node:crypto';
import type { CenterAccessState, CenterOwnerKind } from '../center/center.enum.ts';
import type { CenterDeclaration, DeclaredPartition } from '../declaration/declaration.ts';

/** What is known of a center. Everything else that its simulation has is made up from a seed, and marked as simulated. */
export interface CenterFacts {
  readonly code: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly ownerKind: CenterOwnerKind;
  readonly accessState: CenterAccessState;
  readonly city: string;
  readonly latitude: number;
  readonly longitude: number;
}

const frontEndsPerCenter = 2;
const mebibytesPerCore = 4_096;
const daySeconds = 86_400;

/** Chooses by the seed and what it is for: the same each time, and independent of all other choices. */
function chooser(seed: number, code: string) {
  return <Choice>(what: string, choices: readonly [Choice, ...Choice[]]): Choice => {
    const number = createHash('sha256').update(`${seed}:${code}:${what}`).digest().readUInt32BE(0);
    return choices[number % choices.length] ?? choices[0];
  };
}

function partitionsOf(code: string, clusterId: string, seed: number): readonly DeclaredPartition[] {
  const choose = chooser(seed, code);
  const cores = choose('cores of a node', [32, 48, 64, 96, 128]);
  const cpuNodes = choose('nodes without accelerators', [128, 192, 256, 384, 512]);
  const gpuNodes = choose('nodes with accelerators', [16, 24, 32, 48, 64]);
  const shared = {
    clusterId,
    state: 'UP',
    coresPerNode: cores,
    memoryMebibytesPerNode: cores * mebibytesPerCore,
  } as const;
  const accelerator = {
    vendor: 'Simulated',
    model: choose('model of accelerator', ['Simulated 32G', 'Simulated 64G', 'Simulated 80G']),
    perNode: choose('accelerators of a node', [4, 8]),
  };
  return [
    {
      ...shared,
      id: `partition_${code}-cpu`,
      name: 'cpu',
      isDefault: true,
      nodes: cpuNodes,
      accelerator: null,
      maxNodes: cpuNodes / 4,
      maxTimeLimitSeconds: 7 * daySeconds,
    },
    {
      ...shared,
      id: `partition_${code}-gpu`,
      name: 'gpu',
      isDefault: false,
      nodes: gpuNodes,
      accelerator,
      maxNodes: gpuNodes / 4,
      maxTimeLimitSeconds: 3 * daySeconds,
    },
  ];
}

/** The declaration of a simulated center: the known facts, and sizes that are a function of the seed. */
export function simulatedCenter(facts: CenterFacts, seed: number): CenterDeclaration {
  const { code } = facts;
  const clusterId = `cluster_${code}-main`;
  const numbers = Array.from({ length: frontEndsPerCenter }, (_, index) => index + 1);
  return {
    ...facts,
    id: `center_${code}`,
    simulated: true,
    driver: 'simulated',
    serviceKind: 'HPC',
    schedulingState: 'ACTIVE',
    pue: chooser(seed, code)('power usage effectiveness', [1.12, 1.16, 1.2, 1.25, 1.3]),
    clusters: [{ id: clusterId, name: 'main', scheduler: 'simulated' }],
    partitions: partitionsOf(code, clusterId, seed),
    frontEnds: numbers.map((number) => ({ id: `frontEnd_${code}-${number}`, name: `${code}-front-${number}` })),
  };
}
