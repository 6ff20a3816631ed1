import type { Database } from '../kit/database/database.ts';
import { loadMany, loadOne } from '../kit/loaders.ts';
import { centersById } from './center/center.repository.ts';
import { frontEndsOf } from './frontEnd/frontEnd.repository.ts';
import { maintenanceOf } from './maintenance/maintenance.repository.ts';
import { occupanciesOf } from './occupancy/occupancy.repository.ts';
import { clustersOf, partitionsBy } from './partition/partition.repository.ts';
import { medianWaits } from './wait/wait.repository.ts';

type ByCenter = { readonly centerId: string };
const centerIdOf = ({ centerId }: ByCenter): string => centerId;

/** The loaders of one request, or of one event. */
export type CenterLoaders = ReturnType<typeof centerLoaders>;

/** Fresh loaders over a database. */
export function centerLoaders(db: Database) {
  return {
    centerById: loadOne(
      'centers.center',
      (ids) => centersById(db, ids),
      ({ id }) => id,
    ),
    partitionById: loadOne(
      'centers.partition',
      (ids) => partitionsBy(db, 'id', ids),
      ({ id }) => id,
    ),
    partitionsByCenter: loadMany('centers.partitionsOfCenter', (ids) => partitionsBy(db, 'centerId', ids), centerIdOf),
    partitionsByCluster: loadMany(
      'centers.partitionsOfCluster',
      (ids) => partitionsBy(db, 'clusterId', ids),
      ({ clusterId }) => clusterId,
    ),
    clustersByCenter: loadMany('centers.clusters', (ids) => clustersOf(db, ids), centerIdOf),
    frontEndsByCenter: loadMany('centers.frontEnds', (ids) => frontEndsOf(db, ids), centerIdOf),
    maintenanceByCenter: loadMany('centers.maintenance', (ids) => maintenanceOf(db, ids), centerIdOf),
    occupancyByCenter: loadOne('centers.occupancy', (ids) => occupanciesOf(db, ids), centerIdOf),
    medianWaitByCenter: loadOne('centers.medianWait', (ids) => medianWaits(db, ids), centerIdOf),
  };
}
