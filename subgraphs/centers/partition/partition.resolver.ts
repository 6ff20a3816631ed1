import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Center } from '../center/center.type.ts';
import type { CentersContext } from '../context.ts';
import { Cluster, Partition } from './partition.type.ts';
import type { ClusterRow, PartitionRow } from './partitionRow.ts';

/** What a partition leads to. */
@Resolver(() => Partition)
export class PartitionResolver {
  @VisibleTo('EVERYONE')
  @FieldResolver(() => Center, { description: 'The center that it belongs to.' })
  center(@Root() partition: PartitionRow, @Ctx() { loaders }: CentersContext) {
    return loaders.centerById.load(partition.centerId);
  }
}

/** What a cluster leads to. */
@Resolver(() => Cluster)
export class ClusterResolver {
  @FieldResolver(() => [Partition], { description: 'Its partitions, the default one first.' })
  partitions(@Root() cluster: ClusterRow, @Ctx() { loaders }: CentersContext) {
    return loaders.partitionsByCluster.load(cluster.id);
  }
}
