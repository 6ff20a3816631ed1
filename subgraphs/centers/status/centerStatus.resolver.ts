import { Arg, Ctx, FieldResolver, Resolver, Root, Subscription } from 'type-graphql';
import { AfterArg, MinIntervalArg } from '../../kit/schema/liveArguments.ts';
import { Live, VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Center } from '../center/center.type.ts';
import type { CentersContext } from '../context.ts';
import type { CenterStatusChange } from './centerStatus.events.ts';
import { CenterStatusFilterInput } from './centerStatus.input.ts';
import type { CenterStatusEvents, CenterStatusRequest } from './centerStatus.service.ts';
import { CenterStatusEvent } from './centerStatus.type.ts';

/** The centers, live. */
@Resolver(() => CenterStatusEvent)
export class CenterStatusResolver {
  @Live({ mode: 'STATE', key: 'center.id' })
  @VisibleTo('EVERYONE')
  @Subscription(() => CenterStatusEvent, {
    description:
      'The state of centers: one event for each at the beginning, then one for each change. With `after` it continues exactly after that event.',
    subscribe: ({ args, context }: { args: CenterStatusRequest; context: CentersContext }) =>
      context.status.follow(args) as unknown as CenterStatusEvents,
  })
  centerStatus(
    @Root() event: CenterStatusChange,
    @Arg('filter', () => CenterStatusFilterInput, { nullable: true, description: 'Which centers; all when absent.' })
    _filter: CenterStatusFilterInput | null,
    @MinIntervalArg('Changes of what a center is, offers or announces') _minIntervalSeconds: number | null,
    @AfterArg() _after: string | null,
  ) {
    return event;
  }

  @FieldResolver(() => Center, { description: 'The center as it is when this event is sent.' })
  center(@Root() event: CenterStatusChange, @Ctx() { loaders }: CentersContext) {
    return loaders.centerById.load(event.centerId);
  }
}
