import { Arg, Ctx, FieldResolver, Resolver, Root, Subscription } from 'type-graphql';
import { Cursor } from '../../kit/schema/cursor.ts';
import { Live, VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Center } from '../center/center.type.ts';
import type { CentersContext } from '../context.ts';
import type { CenterStatusChange } from './centerStatus.events.ts';
import { CenterStatusEvent } from './centerStatus.type.ts';

/** The centers, live. */
@Resolver(() => CenterStatusEvent)
export class CenterStatusResolver {
  @Live({ mode: 'STATE', key: 'center.id' })
  @VisibleTo('EVERYONE')
  @Subscription(() => CenterStatusEvent, {
    description:
      'The state of every center: one event for each at the beginning, then one for each change. With `after` it continues exactly after that event.',
    subscribe: ({ args, context }: { args: { after?: string | null }; context: CentersContext }) =>
      context.status.follow(args.after),
  })
  centerStatus(
    @Root() event: CenterStatusChange,
    @Arg('after', () => Cursor, {
      nullable: true,
      description: 'The `cursor` of the last event that you have; absent to begin with the present state.',
    })
    _after: string | null,
  ) {
    return event;
  }

  @FieldResolver(() => Center, { description: 'The center as it is when this event is sent.' })
  center(@Root() event: CenterStatusChange, @Ctx() { loaders }: CentersContext) {
    return loaders.centerById.load(event.centerId);
  }
}
