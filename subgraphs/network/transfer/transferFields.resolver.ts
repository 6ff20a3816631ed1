import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { NetworkContext } from '../context.ts';
import type { EndpointRow } from '../endpoint/endpoint.row.ts';
import { Path } from '../topology/link.type.ts';
import type { PathValue } from '../topology/path.service.ts';
import type { ChecksumState } from './transfer.enum.ts';
import type { TransferRow } from './transfer.row.ts';
import { pathOf, stageOfJob } from './transfer.service.ts';
import {
  Job,
  Project,
  Transfer,
  TransferChecksum,
  TransferError,
  TransferLocation,
  TransferRate,
  User,
} from './transfer.type.ts';

interface LocationValue {
  readonly endpoint: EndpointRow | null;
  readonly path: string;
}

interface Reference {
  readonly id: string;
}

@Resolver(() => Transfer)
export class TransferResolver {
  @FieldResolver(() => TransferLocation, { description: 'What is moved.' })
  async source(@Root() row: TransferRow, @Ctx() { loaders }: NetworkContext): Promise<LocationValue> {
    return { endpoint: await loaders.endpointById.load(row.sourceEndpointId), path: row.sourcePath };
  }

  @FieldResolver(() => TransferLocation, { description: 'Where it is moved to.' })
  async destination(@Root() row: TransferRow, @Ctx() { loaders }: NetworkContext): Promise<LocationValue> {
    return { endpoint: await loaders.endpointById.load(row.destinationEndpointId), path: row.destinationPath };
  }

  @FieldResolver(() => Project, { description: 'The project that it is for.' })
  project(@Root() { projectId }: TransferRow): Reference {
    return { id: projectId };
  }

  @FieldResolver(() => Job, { nullable: true, description: 'The job that it is for, if it is for one.' })
  job(@Root() { jobId }: TransferRow): Reference | null {
    return jobId === null ? null : { id: jobId };
  }

  @FieldResolver(() => User, { nullable: true, description: 'Who asked for it; null when it was no person.' })
  submitter(@Root() { submitterId }: TransferRow): Reference | null {
    return submitterId === null ? null : { id: submitterId };
  }

  @FieldResolver(() => TransferRate, { description: 'How fast it is.' })
  rate(@Root() { currentBps, meanBps, peakBps }: TransferRow): TransferRate {
    return { currentBps, meanBps, peakBps };
  }

  @FieldResolver(() => TransferError, {
    nullable: true,
    description: 'What went wrong last, also when it was overcome; null when nothing has.',
  })
  lastError(@Root() { errorCode, errorMessage }: TransferRow): TransferError | null {
    return errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' };
  }

  @FieldResolver(() => TransferChecksum, { description: 'Whether what arrived was compared with what was sent.' })
  checksum(@Root() row: TransferRow): {
    readonly algorithm: string;
    readonly state: ChecksumState;
    readonly mismatches: number;
  } {
    return { algorithm: 'SHA-256', state: row.checksumState, mismatches: row.checksumMismatches };
  }

  @FieldResolver(() => Path, {
    nullable: true,
    description: 'The way that its data takes; null when an end has no known place in the network.',
  })
  async path(@Root() row: TransferRow, @Ctx() { loaders }: NetworkContext): Promise<PathValue | null> {
    const [topology, source, destination] = await Promise.all([
      loaders.topology(),
      loaders.endpointById.load(row.sourceEndpointId),
      loaders.endpointById.load(row.destinationEndpointId),
    ]);
    return pathOf(topology, source, destination);
  }
}

@Resolver(() => Job)
export class JobStagingResolver {
  @FieldResolver(() => Transfer, {
    nullable: true,
    description: 'The newest transfer that brings data to it; null when there is none, or for who is not a member.',
  })
  stageIn(@Root() job: Reference, @Ctx() context: NetworkContext): Promise<TransferRow | null> {
    return stageOfJob(job.id, 'IN', context);
  }

  @FieldResolver(() => Transfer, {
    nullable: true,
    description:
      'The newest transfer that takes its results away; null when there is none, or for who is not a member.',
  })
  stageOut(@Root() job: Reference, @Ctx() context: NetworkContext): Promise<TransferRow | null> {
    return stageOfJob(job.id, 'OUT', context);
  }
}
