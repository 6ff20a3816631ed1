import { Field, Float, Int, ObjectType } from 'type-graphql';
import { BigInt64 } from '../../kit/schema/bigInt.ts';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Decimal } from '../../kit/schema/decimal.ts';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import { JobReasonGroup, JobState } from './job.enum.ts';
import { Product } from './stubs.type.ts';

/** Why a job is where it is. */
@ObjectType({ description: 'Why a job waits, or how it came to its end.', simpleResolvers: true })
export class JobReason {
  @Field(() => JobReasonGroup, { description: 'What kind of thing it is.' })
  readonly group!: JobReasonGroup;

  @Field(() => String, { description: 'The reason in the word that schedulers use for it, e.g. "TimeLimit".' })
  readonly code!: string;

  @Field(() => String, { description: 'What the person who waits for the job can do about it.' })
  readonly advice!: string;
}

/** What the scheduler itself says. */
@ObjectType({
  description: 'What the scheduler of the center itself says of a job, in its own words.',
  simpleResolvers: true,
})
export class JobNative {
  @Field(() => String, {
    description: 'Family of the scheduler: "local" for this machine, "simulated" where there is none.',
  })
  readonly scheduler!: string;

  @Field(() => String, { nullable: true, description: 'Its own id of the job; null while it has given none.' })
  readonly jobId!: string | null;

  @Field(() => String, { description: 'Its own base state.' })
  readonly base!: string;

  @Field(() => [String], { description: 'What it adds to the base state.' })
  readonly flags!: readonly string[];

  @Field(() => String, { description: 'The state as it writes it.' })
  readonly raw!: string;

  @Field(() => String, { nullable: true, description: 'Its own reason; null when it gives none.' })
  readonly reason!: string | null;
}

/** How the program ended. */
@ObjectType({ description: 'How the program of a job ended.', simpleResolvers: true })
export class JobExit {
  @Field(() => Int, { nullable: true, description: 'Its exit code; null when a signal ended it.' })
  readonly code!: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The signal that ended it, e.g. "SIGTERM"; null when it ended by itself.',
  })
  readonly signal!: string | null;
}

/** One change of state. */
@ObjectType({ description: 'One change in the life of a job.', simpleResolvers: true })
export class JobStateChange {
  @Field(() => JobState, { description: 'The state that it came into.' })
  readonly state!: JobState;

  @Field(() => DateTime, { description: 'When, as the source tells the time.' })
  readonly at!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'Why, with what a person wrote about it; null when nothing is to be said.',
  })
  readonly reason!: string | null;

  @Field(() => String, { description: 'Who caused it: "weft" (this graph) or "scheduler" (that of the center).' })
  readonly source!: string;
}

/** What a job asks for. */
@ObjectType({
  description: 'What a job asks for: amounts of the whole job, on all its nodes together.',
  simpleResolvers: true,
})
export class JobResources {
  @Field(() => Int, { description: 'Processor cores.' })
  readonly cores!: number;

  @Field(() => Int, { description: 'Nodes that the cores are on.' })
  readonly nodes!: number;

  @Field(() => Int, { description: 'Accelerators.' })
  readonly accelerators!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Memory in mebibytes (2^20 bytes); null when nothing was asked for.',
  })
  readonly memoryMebibytes!: number | null;

  @Field(() => Int, { description: 'Seconds after which it is ended.' })
  readonly timeLimitSeconds!: number;
}

/** What a job has used. */
@ObjectType({
  description:
    'What a job has used: of one that runs, until now. Hours are those of what it was given, whether it used it or not.',
  simpleResolvers: true,
})
export class JobUsage {
  @Field(() => Decimal, { description: 'Cores times hours.' })
  readonly coreHours!: string;

  @Field(() => Decimal, { description: 'Accelerators times hours.' })
  readonly acceleratorHours!: string;

  @Field(() => Float, { description: 'Seconds from its start to its end.' })
  readonly wallSeconds!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Seconds that processors have worked for it; null while it runs and where it is not measured. On this machine in hundredths, without processes that the job left behind.',
  })
  readonly cpuSeconds!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The most memory it had at a time, in mebibytes; null while it runs and where it is not measured. On this machine looked at once a second, so that a short peak may be missed.',
  })
  readonly maxMemoryMebibytes!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Processor time for each hundred of what its cores had; null when it is not known.',
  })
  readonly cpuEfficiencyPercent!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Most memory for each hundred of what it had asked for; null when it is not known, or nothing was asked for.',
  })
  readonly memoryEfficiencyPercent!: number | null;

  @Field(() => Decimal, {
    nullable: true,
    description: 'Electrical energy in kilowatt-hours; null where it is not measured.',
  })
  readonly energyKilowattHours!: string | null;
}

/** The software that a job says it runs. */
@ObjectType({ description: 'The product that a job says it runs.', simpleResolvers: true })
export class JobSoftware {
  @Field(() => Product, { description: 'The product.' })
  readonly product!: EntityReference;

  @Field(() => String, { description: 'Its version.' })
  readonly version!: string;
}

/** A part of an output stream. */
@ObjectType({ description: 'The end of what a job has written, as text.', simpleResolvers: true })
export class JobOutput {
  @Field(() => String, { description: 'The text. Bytes that are no UTF-8 are shown as U+FFFD.' })
  readonly text!: string;

  @Field(() => BigInt64, { description: 'Where the text begins in the stream, in bytes from 0.' })
  readonly fromByte!: number;

  @Field(() => BigInt64, { description: 'Where it ends: the first byte that is not in it.' })
  readonly nextByte!: number;

  @Field(() => Boolean, { description: 'Whether the job has ended, so that nothing will follow.' })
  readonly complete!: boolean;
}
