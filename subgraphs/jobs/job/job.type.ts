import { Directive, Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { DateTime } from '../../kit/schema/dateTime.ts';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import { Node } from '../../kit/schema/node.ts';
import { JobState } from './job.enum.ts';
import { JobExit, JobNative, JobReason, JobResources, JobSoftware } from './jobParts.type.ts';
import { PlacementDecision, WaitForecast } from './placement.type.ts';
import { Center, Partition, Project, User } from './stubs.type.ts';

/** A job. Its time line, usage and output are added by the resolver. */
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    'A program that a center runs for a project. Known to the members of the project and to administrators only.',
  implements: Node,
  simpleResolvers: true,
})
export class Job {
  readonly id!: string;

  @Field(() => String, { description: 'Its name, as its submitter calls it.' })
  readonly name!: string;

  @Field(() => JobState, { description: 'Where it is in its life.' })
  readonly state!: JobState;

  @Field(() => JobReason, {
    nullable: true,
    description: 'Why it waits, or why it ended so; null when there is nothing to say.',
  })
  readonly reason!: JobReason | null;

  @Field(() => JobNative, { description: 'What its scheduler says of it.' })
  readonly native!: JobNative;

  @Field(() => JobExit, {
    nullable: true,
    description: 'How its program ended; null when it has not, or nobody knows.',
  })
  readonly exit!: JobExit | null;

  @Field(() => User, { description: 'Who submitted it.' })
  readonly submitter!: EntityReference;

  @Field(() => Project, { description: 'The project that it belongs to.' })
  readonly project!: EntityReference;

  @Field(() => Center, { description: 'The center that runs it.' })
  readonly center!: EntityReference;

  @Field(() => Partition, { description: 'The partition that runs it.' })
  readonly partition!: EntityReference;

  @Field(() => PlacementDecision, { nullable: true, description: 'How it came there.' })
  readonly placement!: PlacementDecision | null;

  @Field(() => JobResources, { description: 'What it asks for.' })
  readonly resources!: JobResources;

  @Field(() => JobSoftware, {
    nullable: true,
    description: 'The software that it says it runs; null when it says nothing.',
  })
  readonly software!: JobSoftware | null;

  @Field(() => WaitForecast, {
    nullable: true,
    description:
      'How long it will wait; null once it has started, and where nothing can be said. Forecasts are not made yet.',
  })
  readonly waitForecast!: WaitForecast | null;

  @Field(() => Boolean, { description: 'True when no program runs: its queue, run, output and usage are made up.' })
  readonly simulated!: boolean;

  @Field(() => DateTime, { description: 'When it was submitted here.' })
  readonly submittedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it started; null when it has not.' })
  readonly startedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null when it has not.' })
  readonly endedAt!: Date | null;
}

export const JobConnection = connectionOf(Job, 'Job');
