import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { nameIn } from '../../kit/names.ts';
import { notFound } from '../../kit/notFound.ts';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Locale } from '../../kit/schema/locale.ts';
import type { NetworkContext } from '../context.ts';
import type { UtilizationValue } from '../telemetry/utilization.loader.ts';
import { Alarm, Link, Utilization } from './link.type.ts';
import { NetworkNode } from './node.type.ts';
import type { AlarmRow, LinkRow, LinkView, NodeRow } from './topology.row.ts';

@Resolver(() => NetworkNode)
export class NetworkNodeResolver {
  @VisibleTo('EVERYONE')
  @Query(() => [NetworkNode], { description: 'All nodes of the network.' })
  async networkNodes(@Ctx() { loaders }: NetworkContext): Promise<readonly NodeRow[]> {
    return [...(await loaders.topology()).nodes.values()];
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => String, { description: 'Its name.' })
  name(
    @Root() node: NodeRow,
    @Arg('locale', () => Locale, { nullable: true, description: 'In which language; English when absent.' })
    locale: Locale | null,
  ): string {
    return nameIn(node, locale);
  }
}

@Resolver(() => Link)
export class LinkResolver {
  @VisibleTo('EVERYONE')
  @Query(() => [Link], { description: 'All links of the network.' })
  async links(@Ctx() { loaders }: NetworkContext): Promise<readonly LinkRow[]> {
    return [...(await loaders.topology()).links.values()];
  }

  @VisibleTo('EVERYONE')
  @Query(() => Link, { nullable: true, description: 'A link by id. NOT_FOUND when there is none.' })
  async link(
    @Arg('id', () => ID, { description: 'Global id of the link.' }) id: string,
    @Ctx() { loaders }: NetworkContext,
  ): Promise<LinkRow> {
    const link = (await loaders.topology()).links.get(id);
    if (link === undefined) throw notFound('link', 'id', id);
    return link;
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => String, { description: 'Its name.' })
  name(
    @Root() link: LinkRow,
    @Arg('locale', () => Locale, { nullable: true, description: 'In which language; English when absent.' })
    locale: Locale | null,
  ): string {
    return nameIn(link, locale);
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => NetworkNode, {
    description: 'The node where it begins. An access circuit has the node that it joins at both ends.',
  })
  async from(@Root() link: LinkRow, @Ctx() { loaders }: NetworkContext): Promise<NodeRow | undefined> {
    return (await loaders.topology()).nodes.get(link.fromId);
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => NetworkNode, {
    description: 'The node where it ends. An access circuit has the node that it joins at both ends.',
  })
  async to(@Root() link: LinkRow, @Ctx() { loaders }: NetworkContext): Promise<NodeRow | undefined> {
    return (await loaders.topology()).nodes.get(link.toId);
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => Utilization, {
    nullable: true,
    description: 'Its load as the mean over the last seconds; null when nothing was measured in them.',
  })
  utilization(
    @Root() link: LinkView,
    @Arg('windowSeconds', () => Int, {
      defaultValue: 300,
      description: 'How many seconds the mean goes back: 10 to 14400.',
    })
    windowSeconds: number,
    @Ctx() { loaders }: NetworkContext,
  ): Promise<UtilizationValue | null> {
    return loaders.utilization(link, windowSeconds);
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => [Alarm], { description: 'What is or was wrong on it, the newest first.' })
  async alarms(
    @Root() link: LinkRow,
    @Arg('active', () => Boolean, {
      nullable: true,
      description: 'Only those that stand (true) or only those that are cleared (false).',
    })
    active: boolean | null,
    @Ctx() { loaders }: NetworkContext,
  ): Promise<readonly AlarmRow[]> {
    const alarms = await loaders.alarmsByLink.load(link.id);
    return typeof active === 'boolean' ? alarms.filter(({ state }) => (state !== 'CLEARED') === active) : alarms;
  }
}
