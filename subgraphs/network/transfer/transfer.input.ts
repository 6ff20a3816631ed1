import { Field, ID, InputType } from 'type-graphql';
import { BigInt64 } from '../../kit/schema/bigInt.ts';
import { TransferState } from './transfer.enum.ts';

/** Which transfers to list. */
@InputType({ description: 'Which transfers to list: those that fit every field that is given.' })
export class TransferFilterInput {
  @Field(() => Boolean, { nullable: true, description: 'Only those that have not ended (true) or that have (false).' })
  readonly active?: boolean | null;

  @Field(() => [TransferState], { nullable: true, description: 'Only those in one of these states.' })
  readonly states?: readonly TransferState[] | null;

  @Field(() => ID, { nullable: true, description: 'Only those of this project.' })
  readonly projectId?: string | null;
}

/** One end of a transfer. */
@InputType({ description: 'One end of a transfer.' })
export class TransferLocationInput {
  @Field(() => ID, { description: 'Global id of the endpoint.' })
  readonly endpointId!: string;

  @Field(() => String, {
    description:
      'The file or folder below the endpoint, with "/" between names, e.g. "runs/2026"; empty for all of the endpoint. Neither absolute nor with "..".',
  })
  readonly path!: string;
}

/** What to move, and where to. */
@InputType({ description: 'What to move, and where to.' })
export class StartTransferInput {
  @Field(() => ID, { description: 'The project that it is for; you must be a member of it.' })
  readonly projectId!: string;

  @Field(() => TransferLocationInput, { description: 'What to move: one file, or a folder with all that is in it.' })
  readonly source!: TransferLocationInput;

  @Field(() => TransferLocationInput, {
    description:
      'What it is to be called there: the file, or the folder that receives what is in the source. Files of the same names are replaced, others stay.',
  })
  readonly destination!: TransferLocationInput;

  @Field(() => ID, {
    nullable: true,
    description: 'The job that it is for: it shows as `stageIn` or `stageOut` there, by which end is at its center.',
  })
  readonly jobId?: string | null;

  @Field(() => BigInt64, {
    nullable: true,
    description: 'Bits per second that it may use at most, from 8000; all that there are when absent.',
  })
  readonly bandwidthLimitBps?: bigint | null;

  @Field(() => String, {
    nullable: true,
    description: 'Any text of up to 200 characters: the same call with the same key is done once.',
  })
  readonly idempotencyKey?: string | null;
}

/** Which transfer to end. */
@InputType({ description: 'Which transfer to end.' })
export class CancelTransferInput {
  @Field(() => ID, { description: 'Global id of the transfer.' })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Why, in up to 500 characters.' })
  readonly reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Any text of up to 200 characters: the same call with the same key is done once.',
  })
  readonly idempotencyKey?: string | null;
}
