import { Arg, Field, ID, InputType, Resolver, Root, Subscription } from 'type-graphql';
import { Cursor } from '../../kit/schema/cursor.ts';
import { Live } from '../../kit/schema/liveDirectives.ts';
import type { JobsContext } from '../context.ts';
import { JobEvent } from './jobEvent.type.ts';
import type { JobEventFilter, JobEventValue } from './jobEvents.service.ts';

const afterDescription =
  'The `cursor` of the last event that you have, to continue exactly after it; absent to begin with the present state.';

/** Which jobs to watch. */
@InputType({ description: 'Which jobs to watch: those that fit every field that is given.' })
export class JobEventFilterInput {
  @Field(() => ID, { nullable: true, description: 'Only those of this project.' })
  readonly projectId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those at this center.' })
  readonly centerId?: string | null;
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
  @Live({ mode: 'STATE', key: 'job.id' })
  @Subscription(() => JobEvent, {
    description:
      'One job: the state that it is in, then every change. A NOT_FOUND error when there is none, or you may not see it.',
    subscribe: ({ args, context }: { args: StatusArguments; context: JobsContext }) =>
      context.jobEvents.ofJob(context.viewer, args.id, args.after) as unknown as AsyncIterable<JobEventValue>,
  })
  jobStatus(
    @Root() event: JobEventValue,
    @Arg('id', () => ID, { description: 'Global id of the job.' }) _id: string,
    @Arg('after', () => Cursor, { nullable: true, description: afterDescription }) _after: string | null,
  ) {
    return event;
  }

  @Live({ mode: 'LOG' })
  @Subscription(() => JobEvent, {
    description:
      'The jobs of your projects: the state of each that has not ended, or not longer than an hour ago, then every change of any.',
    subscribe: ({ args, context }: { args: EventsArguments; context: JobsContext }) =>
      context.jobEvents.ofAll(context.viewer, args.filter ?? {}, args.after),
  })
  jobEvents(
    @Root() event: JobEventValue,
    @Arg('filter', () => JobEventFilterInput, { nullable: true, description: 'Which jobs; all of yours when absent.' })
    _filter: JobEventFilterInput | null,
    @Arg('after', () => Cursor, { nullable: true, description: afterDescription }) _after: string | null,
  ) {
    return event;
  }
}
