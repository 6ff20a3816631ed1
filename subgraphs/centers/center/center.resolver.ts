import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { nameIn } from '../../kit/names.ts';
import { connectionOf } from '../../kit/schema/connection.ts';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Locale } from '../../kit/schema/locale.ts';
import type { CentersContext } from '../context.ts';
import { FrontEnd } from '../frontEnd/frontEnd.type.ts';
import { MaintenanceWindow } from '../maintenance/maintenance.type.ts';
import { Cluster, Partition } from '../partition/partition.type.ts';
import { CenterFilterInput } from './center.input.ts';
import { Center } from './center.type.ts';
import { CenterCapacity, CenterEnergy, CenterQueue } from './centerCapacity.type.ts';
import { declaredCapacity, observedCapacity } from './centerLoad.service.ts';
import type { CenterRow } from './centerRow.ts';

const CenterConnection = connectionOf(Center, 'Center');

/** The centers, and what each leads to. */
@Resolver(() => Center)
export class CenterResolver {
  @VisibleTo('EVERYONE')
  @Query(() => CenterConnection, { description: 'The centers of the network, in the order in which they were listed.' })
  centers(
    @Arg('first', () => Int, { nullable: true, description: 'How many at most: from 1 to 200; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the item after which to begin.' })
    after: string | null,
    @Arg('filter', () => CenterFilterInput, { nullable: true, description: 'Which centers; all when absent.' })
    filter: CenterFilterInput | null,
    @Ctx() context: CentersContext,
  ) {
    return context.centers.list({ first, after, filter });
  }

  @VisibleTo('EVERYONE')
  @Query(() => Center, {
    nullable: true,
    description: 'The center with this id; a NOT_FOUND error when there is none.',
  })
  center(@Arg('id', () => ID, { description: 'Global id of the center.' }) id: string, @Ctx() context: CentersContext) {
    return context.centers.byId(id, context.loaders);
  }

  @VisibleTo('EVERYONE')
  @Query(() => Center, {
    nullable: true,
    description: 'The center with this code; a NOT_FOUND error when there is none.',
  })
  centerByCode(
    @Arg('code', () => String, { description: 'Its short fixed name, e.g. "wuxi".' }) code: string,
    @Ctx() context: CentersContext,
  ) {
    return context.centers.byCode(code);
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => String, { description: 'Its name.' })
  name(
    @Root() center: CenterRow,
    @Arg('locale', () => Locale, { nullable: true, description: 'In which language; English when absent.' })
    locale: Locale | null,
  ) {
    return nameIn(center, locale);
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => CenterCapacity, { description: 'What it has, and what of it is in use.' })
  async capacity(@Root() center: CenterRow, @Ctx() { loaders }: CentersContext) {
    const occupancy = await loaders.occupancyByCenter.load(center.id);
    if (occupancy !== null) return observedCapacity(occupancy);
    return declaredCapacity(await loaders.partitionsByCenter.load(center.id));
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => CenterQueue, { description: 'Its jobs that have not ended.' })
  async queue(@Root() center: CenterRow, @Ctx() { loaders }: CentersContext) {
    const occupancy = await loaders.occupancyByCenter.load(center.id);
    const { running, pending } = occupancy?.queue ?? { running: 0, pending: 0 };
    const medianWaitSeconds = async () => (await loaders.medianWaitByCenter.load(center.id))?.seconds ?? null;
    return { running, pending, medianWaitSeconds };
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => CenterEnergy, { description: 'Its electricity.' })
  async energy(@Root() center: CenterRow, @Ctx() { loaders }: CentersContext) {
    const powerWatts = async () => (await loaders.occupancyByCenter.load(center.id))?.powerWatts ?? null;
    return { pue: center.pue, powerWatts };
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => [MaintenanceWindow], { description: 'Its maintenance windows, in the order of time.' })
  async maintenance(
    @Root() center: CenterRow,
    @Arg('upcoming', () => Boolean, {
      nullable: true,
      description: 'Only those that are not over yet (true) or only those that are (false).',
    })
    upcoming: boolean | null,
    @Ctx() { loaders, clock }: CentersContext,
  ) {
    const windows = await loaders.maintenanceByCenter.load(center.id);
    if (upcoming == null) return windows;
    const now = clock.now();
    return windows.filter(({ endsAt }) => endsAt > now === upcoming);
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => [Cluster], { description: 'Its clusters.' })
  clusters(@Root() center: CenterRow, @Ctx() { loaders }: CentersContext) {
    return loaders.clustersByCenter.load(center.id);
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => [Partition], { description: 'Its partitions, the default one first.' })
  partitions(@Root() center: CenterRow, @Ctx() { loaders }: CentersContext) {
    return loaders.partitionsByCenter.load(center.id);
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => [FrontEnd], { description: 'Its machines at the border to the network.' })
  frontEnds(@Root() center: CenterRow, @Ctx() { loaders }: CentersContext) {
    return loaders.frontEndsByCenter.load(center.id);
  }
}
