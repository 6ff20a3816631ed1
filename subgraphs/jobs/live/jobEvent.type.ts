import { Field, ObjectType } from 'type-graphql';
import { LiveEvent } from '../../kit/schema/liveEvent.ts';
import { JobState } from '../job/job.enum.ts';
import { Job } from '../job/job.type.ts';

/** One change of state of one job. */
@ObjectType({
  description: 'A change of state of a job; at the beginning of a stream, the state that it is in.',
  implements: LiveEvent,
  simpleResolvers: true,
})
export class JobEvent extends LiveEvent {
  @Field(() => JobState, {
    nullable: true,
    description: 'The state that it was in before; null for its first state and at the beginning of a stream.',
  })
  readonly previousState!: JobState | null;

  @Field(() => Job, {
    description:
      'The job as it was at this change: state, reason, times, usage. What never changes of it, and `native`, as now.',
  })
  readonly job!: Job;
}
