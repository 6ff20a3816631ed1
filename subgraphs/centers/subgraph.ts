import type { ReferenceResolver, SubgraphDefinition } from '../kit/subgraph.ts';
import { knownCenterIds } from './center/center.repository.ts';
import { CenterResolver } from './center/center.resolver.ts';
import { centerService } from './center/center.service.ts';
import type { CentersContext } from './context.ts';
import { centerLoaders } from './loaders.ts';
import { occupancyConsumer } from './occupancy/occupancy.consumer.ts';
import { ClusterResolver, PartitionResolver } from './partition/partition.resolver.ts';
import { thisMachineSize } from './sample/thisMachine.ts';
import { startCenters } from './start.ts';
import { CenterStatusResolver } from './status/centerStatus.resolver.ts';
import { centerStatusService } from './status/centerStatus.service.ts';
import { waitConsumer } from './wait/wait.consumer.ts';

const centerReference: ReferenceResolver<CentersContext> = ({ id }, { loaders }) =>
  typeof id === 'string' ? loaders.centerById.load(id) : null;

const partitionReference: ReferenceResolver<CentersContext> = ({ id }, { loaders }) =>
  typeof id === 'string' ? loaders.partitionById.load(id) : null;

/** The centers of the network: what they are, what they have, and how busy they are. */
export const centers: SubgraphDefinition<CentersContext> = {
  name: 'centers',
  migrations: new URL('./migrations/', import.meta.url),
  resolvers: [CenterResolver, ClusterResolver, PartitionResolver, CenterStatusResolver],
  references: { Center: centerReference, Partition: partitionReference },
  async open(ports) {
    const { db, events, log, clock } = ports;
    const statusPorts = { events, clock, knownCenterIds: (ids: readonly string[]) => knownCenterIds(db, ids) };
    const services = { clock, centers: centerService(db), status: centerStatusService(statusPorts) };
    return {
      context: ({ viewer, requestId }) => ({ ...services, viewer, requestId, loaders: centerLoaders(db) }),
      consumers: [occupancyConsumer(log), waitConsumer],
      start: () => startCenters(ports, thisMachineSize()),
      close: () => Promise.resolve(),
    };
  },
};
