import type { UserErrorValue } from '../../kit/refusal.ts';
import type { KnownCenter, KnownPartition } from '../known/knownCenter.ts';
import { type Amount, amounts, resourcePath } from './checkSpec.ts';
import type { SubmissionInput } from './submissionInput.ts';

/** Where a job is to run, when nothing is wrong with it. */
export interface Place {
  readonly center: KnownCenter;
  readonly partition: KnownPartition;
}

export interface PlaceFacts {
  /** The center that the submission names; null when there is none of that id. */
  readonly center: KnownCenter | null;
  readonly loopbackOnly: boolean;
}

const centerPath = ['input', 'centerId'] as const;
const partitionPath = ['input', 'partitionId'] as const;

function* centerProblems(input: SubmissionInput, { center, loopbackOnly }: PlaceFacts): Generator<UserErrorValue> {
  if (input.centerId == null) {
    const says = 'Name the center that is to run the job: automatic placement does not exist yet.';
    yield { code: 'CENTER_REQUIRED', message: says, path: centerPath };
  } else if (center === null) {
    yield { code: 'CENTER_NOT_FOUND', message: 'There is no center with this id.', path: centerPath };
  } else if (center.driver === 'local' && !loopbackOnly) {
    const says =
      'Jobs run on this machine only while the gateway listens on loopback addresses alone, so that nobody else can start programs here. Set HOST to 127.0.0.1, or choose another center.';
    yield { code: 'LOCAL_DRIVER_LOOPBACK_ONLY', message: says, path: centerPath };
  } else if (center.accessState !== 'CONNECTED' || center.schedulingState !== 'ACTIVE') {
    const says = `The center takes no jobs now: its access state is ${center.accessState}, its scheduling state ${center.schedulingState}. Choose another one.`;
    yield { code: 'CENTER_NOT_ACCEPTING', message: says, path: centerPath };
  }
}

function partitionOf(input: SubmissionInput, center: KnownCenter): KnownPartition | null {
  const { partitionId } = input;
  const found = center.partitions.find(({ id, isDefault }) => (partitionId == null ? isDefault : id === partitionId));
  return found ?? null;
}

const accepting = ['UP', 'DOWN'];

function* partitionProblems(input: SubmissionInput, partition: KnownPartition | null): Generator<UserErrorValue> {
  if (partition === null && input.partitionId == null) {
    const says = 'The center has no default partition: name one.';
    yield { code: 'PARTITION_REQUIRED', message: says, path: partitionPath };
  } else if (partition === null) {
    const says = 'The center has no partition with this id.';
    yield { code: 'PARTITION_NOT_FOUND', message: says, path: partitionPath };
  } else if (!accepting.includes(partition.state)) {
    const says = `The partition takes no jobs now: its state is ${partition.state}. Choose another one.`;
    yield { code: 'PARTITION_NOT_ACCEPTING', message: says, path: partitionPath };
  }
}

/** The most of each amount that a job may have on so many nodes of the partition. */
function limitsOf(partition: KnownPartition, nodes: number): Readonly<Record<Amount, number>> {
  return {
    nodes: partition.maxNodes,
    cores: partition.coresPerNode * nodes,
    accelerators: (partition.accelerator?.perNode ?? 0) * nodes,
    memoryMebibytes: partition.memoryMebibytesPerNode * nodes,
    timeLimitSeconds: partition.maxTimeLimitSeconds,
  };
}

function* limitProblems({ resources }: SubmissionInput['spec'], partition: KnownPartition): Generator<UserErrorValue> {
  const nodes = Math.min(Math.max(1, resources.nodes), partition.maxNodes);
  const limits = limitsOf(partition, nodes);
  for (const amount of amounts) {
    const asked = resources[amount];
    if (asked == null || asked <= limits[amount]) continue;
    const where =
      amount === 'nodes' || amount === 'timeLimitSeconds' ? '' : ` on ${nodes} node${nodes === 1 ? '' : 's'}`;
    const says = `The partition ${partition.name} allows ${amount} up to ${limits[amount]}${where}; ${asked} were asked for.`;
    yield { code: 'PARTITION_LIMIT_EXCEEDED', message: says, path: resourcePath(amount) };
  }
}

/** Where the job would run, and everything that speaks against it. */
export function checkPlace(
  input: SubmissionInput,
  facts: PlaceFacts,
): { readonly place: Place | null; readonly problems: readonly UserErrorValue[] } {
  const problems = [...centerProblems(input, facts)];
  const { center } = facts;
  if (center === null) return { place: null, problems };
  const partition = partitionOf(input, center);
  problems.push(...partitionProblems(input, partition));
  if (partition === null) return { place: null, problems };
  problems.push(...limitProblems(input.spec, partition));
  return { place: { center, partition }, problems };
}
