import { Arg, Field, ID, InputType, Resolver, Root, Subscription } from 'type-graphql';
import { AfterArg } from '../../kit/schema/liveArguments.ts';
import { Live } from '../../kit/schema/liveDirectives.ts';
import type { JobsContext } from '../context.ts';
import { JobState } from '../job/job.enum.ts';
import { JobEvent } from './jobEvent.type.ts';
import type { JobEventFilter, JobEvents, JobEventValue } from './jobEvents.service.ts';

/** Which jobs to watch. */
@InputType({
  description:
    'Which jobs to watch: those that fit every field that is given. A change by which a job leaves these states is told too.',
})
export class JobEventFilterInput {
  @Field(() => ID, { nullable: true, description: 'Only those of this project.' })
  readonly projectId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those at this center.' })
  readonly centerId?: string | null;

  @Field(() => [JobState], { nullable: true, description: 'Only those in one of these states.' })
  readonly states?: readonly JobState[] | null;
}

interface StatusArguments {
  readonly id: string;
  readonly after?: string | null;
}

interface EventsArguments {
  readonly filter?: JobEventFilter | null;
  readonly after?: string | null;
}

/** Jobs, live. */
@Resolver(() => JobEvent)
export class JobEventsResolver {
  @Live({ mode: 'STATE', key: 'job.id job.state' })
  @Subscription(() => JobEvent, {
    description:
      'One job: the state that it is in, then every change. A NOT_FOUND error when there is none, or you may not see it.',
    subscribe: ({ args, context }: { args: StatusArguments; context: JobsContext }) =>
      context.jobEvents.ofJob(context.viewer, args.id, args.after) as unknown as JobEvents,
  })
  jobStatus(
    @Root() event: JobEventValue,
    @Arg('id', () => ID, { description: 'Global id of the job.' }) _id: string,
    @AfterArg() _after: string | null,
  ) {
    return event;
  }

  @Live({ mode: 'LOG' })
  @Subscription(() => JobEvent, {
    description:
      'The jobs of your projects: the state of each that has not ended, or not longer than an hour ago, then every change of any.',
    subscribe: ({ args, context }: { args: EventsArguments; context: JobsContext }) =>
      context.jobEvents.ofAll(context.viewer, args.filter ?? {}, args.after) as unknown as JobEvents,
  })
  jobEvents(
    @Root() event: JobEventValue,
    @Arg('filter', () => JobEventFilterInput, { nullable: true, description: 'Which jobs; all of yours when absent.' })
    _filter: JobEventFilterInput | null,
    @AfterArg() _after: string | null,
  ) {
    return event;
  }
}
