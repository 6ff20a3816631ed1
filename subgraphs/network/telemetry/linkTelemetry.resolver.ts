import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { LiveFields } from '../../kit/log/live.ts';
import { AfterArg, MinIntervalArg } from '../../kit/schema/liveArguments.ts';
import { Live, VisibleTo } from '../../kit/schema/liveDirectives.ts';
import type { NetworkContext } from '../context.ts';
import { LinkTelemetryFilterInput } from './linkTelemetry.input.ts';
import type { LinkTelemetryRequest, LinkTelemetryValue } from './linkTelemetry.service.ts';
import { LinkTelemetryEvent } from './linkTelemetry.type.ts';

@Resolver()
export class LinkTelemetryResolver {
  @Live({ mode: 'STATE', key: 'link.id link.state' })
  @VisibleTo('EVERYONE')
  @Subscription(() => LinkTelemetryEvent, {
    description:
      'The load of links: one event for each at the beginning, then one for each measurement, every ten seconds. With `after` it continues exactly after that event.',
    subscribe: ({ args, context }: { args: LinkTelemetryRequest; context: NetworkContext }) =>
      context.services.linkTelemetry.watch(args),
  })
  linkTelemetry(
    @Root() event: LinkTelemetryValue & LiveFields,
    @Arg('linkIds', () => [ID], { nullable: true, description: 'Global ids of the links, up to 500; absent for all.' })
    _linkIds: readonly string[] | null,
    @Arg('filter', () => LinkTelemetryFilterInput, {
      nullable: true,
      description: 'Which measurements; all when absent.',
    })
    _filter: LinkTelemetryFilterInput | null,
    @MinIntervalArg('Changes of the state of a link') _minIntervalSeconds: number | null,
    @AfterArg() _after: string | null,
  ): LinkTelemetryValue & LiveFields {
    return event;
  }
}
