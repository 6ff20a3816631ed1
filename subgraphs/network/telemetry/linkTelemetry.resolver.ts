import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { LiveFields } from '../../kit/log/live.ts';
import { Cursor } from '../../kit/schema/cursor.ts';
import { Live, VisibleTo } from '../../kit/schema/liveDirectives.ts';
import type { NetworkContext } from '../context.ts';
import type { LinkTelemetryValue } from './linkTelemetry.service.ts';
import { LinkTelemetryEvent } from './linkTelemetry.type.ts';

interface LinkTelemetryArguments {
  readonly linkIds?: readonly string[] | null;
  readonly after?: string | null;
}

@Resolver()
export class LinkTelemetryResolver {
  @Live({ mode: 'STATE', key: 'link.id' })
  @VisibleTo('EVERYONE')
  @Subscription(() => LinkTelemetryEvent, {
    description:
      'The load of links: one event for each at the beginning, then one for each measurement, every ten seconds. With `after` it continues exactly after that event.',
    subscribe: ({ args, context }: { args: LinkTelemetryArguments; context: NetworkContext }) =>
      context.services.linkTelemetry.watch(args.linkIds ?? null, args.after ?? null),
  })
  linkTelemetry(
    @Root() event: LinkTelemetryValue & LiveFields,
    @Arg('linkIds', () => [ID], { nullable: true, description: 'Global ids of the links; absent for all.' })
    _linkIds: readonly string[] | null,
    @Arg('after', () => Cursor, {
      nullable: true,
      description: 'The `cursor` of the last event that you have; absent to begin with the present state.',
    })
    _after: string | null,
  ): LinkTelemetryValue & LiveFields {
    return event;
  }
}
