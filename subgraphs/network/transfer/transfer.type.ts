import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';
import { BigInt64 } from '../../kit/schema/bigInt.ts';
import { connectionOf } from '../../kit/schema/connection.ts';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { entityStub } from '../../kit/schema/entityStub.ts';
import { LiveEvent } from '../../kit/schema/liveEvent.ts';
import { Node } from '../../kit/schema/node.ts';
import { UserError } from '../../kit/schema/userError.ts';
import { Endpoint } from '../endpoint/endpoint.type.ts';
import { ChecksumState, TransferState } from './transfer.enum.ts';

export const User = entityStub('User', { node: true });

/** One end of a transfer. */
@ObjectType({ description: 'One end of a transfer.', simpleResolvers: true })
export class TransferLocation {
  @Field(() => Endpoint, { description: 'The storage.' })
  readonly endpoint!: Endpoint;

  @Field(() => String, { description: 'The file or folder below the endpoint; empty for all of the endpoint.' })
  readonly path!: string;
}

/** How fast a transfer is. */
@ObjectType({ description: 'How fast a transfer is, in bits per second.', simpleResolvers: true })
export class TransferRate {
  @Field(() => Float, { nullable: true, description: 'Over the last seconds; null when nothing is moving.' })
  readonly currentBps!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Over all the time that data has been moving, pauses left out; null before that.',
  })
  readonly meanBps!: number | null;

  @Field(() => Float, { nullable: true, description: 'The highest that `currentBps` has been; null before that.' })
  readonly peakBps!: number | null;
}

/** How a transfer is verified. */
@ObjectType({ description: 'Whether what arrived was compared with what was sent.', simpleResolvers: true })
export class TransferChecksum {
  @Field(() => String, { description: 'Name of the checksum, e.g. "SHA-256".' })
  readonly algorithm!: string;

  @Field(() => ChecksumState, { description: 'How the comparison stands.' })
  readonly state!: ChecksumState;

  @Field(() => Int, { description: 'How often a file differed; each time it was copied again.' })
  readonly mismatches!: number;
}

/** What went wrong with a transfer. */
@ObjectType({ description: 'What went wrong with a transfer.', simpleResolvers: true })
export class TransferError {
  @Field(() => String, { description: 'A fixed word that programs can act on, e.g. "NO_SPACE".' })
  readonly code!: string;

  @Field(() => String, { description: 'What went wrong, for people.' })
  readonly message!: string;
}

/** A transfer. Where it goes, whose it is and how it does is added by the resolver. */
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    'Data on its way from one storage to another. Files appear at the destination one by one, each under its name only when it is whole and verified; one with the same content that is there already is not copied again.',
  implements: Node,
  simpleResolvers: true,
})
export class Transfer {
  readonly id!: string;

  @Field(() => TransferState, { description: 'How far it has come.' })
  readonly state!: TransferState;

  @Field(() => BigInt64, { nullable: true, description: 'Bytes that there are to move; null until all are found.' })
  readonly bytesTotal!: number | null;

  @Field(() => BigInt64, { description: 'Bytes that are safely at the destination, whole files or not.' })
  readonly bytesDone!: number;

  @Field(() => BigInt64, { description: 'Bytes of the files that were compared with what was sent and are equal.' })
  readonly bytesVerified!: number;

  @Field(() => Int, { nullable: true, description: 'Files that there are to move; null until all are found.' })
  readonly filesTotal!: number | null;

  @Field(() => Int, { description: 'Files that are at the destination, verified.' })
  readonly filesDone!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds until it will end at the present rate; null when that cannot be said.',
  })
  readonly etaSeconds!: number | null;

  @Field(() => Int, { description: 'How often something failed and was tried again, or ended it.' })
  readonly faults!: number;

  @Field(() => Int, { description: 'How often it was begun or taken up again.' })
  readonly attempts!: number;

  @Field(() => Boolean, { description: 'True when no bytes move: its endpoints are simulated.' })
  readonly simulated!: boolean;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  readonly createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was first begun; null while it waits.' })
  readonly startedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null before that.' })
  readonly endedAt!: Date | null;
}

export const TransferConnection = connectionOf(Transfer, 'Transfer');

/** The transfers of a job; the job itself belongs to another subgraph. */
@Directive('@key(fields: "id")')
@ObjectType('Job', { implements: Node, simpleResolvers: true })
export class Job {
  readonly id!: string;
}

/** The transfers of a project; the project itself belongs to another subgraph. */
@Directive('@key(fields: "id")')
@ObjectType('Project', { implements: Node, simpleResolvers: true })
export class Project {
  readonly id!: string;
}

/** Something happened to a transfer. */
@ObjectType({
  description: 'A transfer as it was when something happened to it: a change of its state, or progress.',
  implements: LiveEvent,
  simpleResolvers: true,
})
export class TransferEvent {
  @Field(() => TransferState, {
    nullable: true,
    description: 'The state that it left by this event; null when it left none.',
  })
  readonly previousState!: TransferState | null;

  @Field(() => Transfer, { description: 'The transfer as it was then.' })
  readonly transfer!: Transfer;
}

/** What came of asking for a transfer. */
@ObjectType({ description: 'What came of asking for a transfer.', simpleResolvers: true })
export class StartTransferPayload {
  @Field(() => Transfer, { nullable: true, description: 'The transfer; null when it was refused.' })
  readonly transfer!: Transfer | null;

  @Field(() => [UserError], { description: 'Why it was refused, all reasons together; empty when it was not.' })
  readonly userErrors!: readonly UserError[];
}

/** What came of cancelling a transfer. */
@ObjectType({ description: 'What came of cancelling a transfer.', simpleResolvers: true })
export class CancelTransferPayload {
  @Field(() => Transfer, {
    nullable: true,
    description: 'The transfer, usually CANCELLED by now; null when cancelling was refused.',
  })
  readonly transfer!: Transfer | null;

  @Field(() => [UserError], { description: 'Why cancelling was refused; empty when it was not.' })
  readonly userErrors!: readonly UserError[];
}
