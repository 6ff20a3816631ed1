import { Field, ID, InputType, Int } from 'type-graphql';
import { JobState } from './job.enum.ts';

/** Which jobs to list. */
@InputType({ description: 'Which jobs: those that fit every field that is given.' })
export class JobFilterInput {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that have not ended (true) or only those that have (false).',
  })
  readonly active?: boolean | null;

  @Field(() => [JobState], { nullable: true, description: 'Only those in one of these states.' })
  readonly states?: readonly JobState[] | null;

  @Field(() => ID, { nullable: true, description: 'Only those of this project.' })
  readonly projectId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those at this center.' })
  readonly centerId?: string | null;
}

/** What a new job asks for. */
@InputType({ description: 'What a new job asks for: amounts of the whole job, on all its nodes together.' })
export class JobResourcesInput {
  @Field(() => Int, { defaultValue: 1, description: 'Processor cores; at least one for each node.' })
  readonly cores!: number;

  @Field(() => Int, { defaultValue: 1, description: 'Nodes that the cores are on.' })
  readonly nodes!: number;

  @Field(() => Int, { defaultValue: 0, description: 'Accelerators.' })
  readonly accelerators!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'Memory in mebibytes (2^20 bytes); absent to leave it to the partition. A job that uses more is ended.',
  })
  readonly memoryMebibytes?: number | null;

  @Field(() => Int, { description: 'Seconds after which it is ended.' })
  readonly timeLimitSeconds!: number;
}

/** A variable of a job. */
@InputType({
  description: 'A variable that the job finds in its environment. It finds no others but PATH, HOME and WEFT_JOB_ID.',
})
export class EnvironmentVariableInput {
  @Field(() => String, { description: 'Its name: letters, digits and _.' })
  readonly name!: string;

  @Field(() => String, { description: 'Its value.' })
  readonly value!: string;
}

/** The software that a job says it runs. */
@InputType({ description: 'The product that the job says it runs.' })
export class JobSoftwareInput {
  @Field(() => ID, { description: 'Global id of the product.' })
  readonly productId!: string;

  @Field(() => String, { description: 'Its version.' })
  readonly version!: string;
}

/** What a new job is. */
@InputType({ description: 'What a new job is.' })
export class JobSpecInput {
  @Field(() => String, { description: 'A name for people: up to 128 letters, digits, spaces and . _ : + -' })
  readonly name!: string;

  @Field(() => String, {
    description:
      'What it runs, up to 1,000,000 bytes: a script whose first line names its interpreter ("#!/bin/sh"), or else one for /bin/sh.',
  })
  readonly script!: string;

  @Field(() => JobResourcesInput, { description: 'What it asks for.' })
  readonly resources!: JobResourcesInput;

  @Field(() => [EnvironmentVariableInput], { nullable: true, description: 'Variables for its environment.' })
  readonly environment?: readonly EnvironmentVariableInput[] | null;

  @Field(() => JobSoftwareInput, {
    nullable: true,
    description: 'The software that it runs, for the statistics of the product.',
  })
  readonly software?: JobSoftwareInput | null;
}

/** A submission. */
@InputType({ description: 'A job to submit.' })
export class SubmitJobInput {
  @Field(() => ID, { description: 'The project that it belongs to and that pays for it.' })
  readonly projectId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The center that is to run it. Automatic placement does not exist yet: name one.',
  })
  readonly centerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The partition of the center; absent for its default one.' })
  readonly partitionId?: string | null;

  @Field(() => JobSpecInput, { description: 'What it is.' })
  readonly spec!: JobSpecInput;

  @Field(() => String, {
    nullable: true,
    description:
      'Up to 200 characters of your own. Sending the same again with the same key gives the same job and no second one.',
  })
  readonly idempotencyKey?: string | null;
}

/** A request to end a job. */
@InputType({ description: 'A job to end.' })
export class CancelJobInput {
  @Field(() => ID, { description: 'Global id of the job.' })
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'Why, for its time line; up to 500 characters.' })
  readonly reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Up to 200 characters of your own. Sending the same again with the same key is answered as the first time.',
  })
  readonly idempotencyKey?: string | null;
}
