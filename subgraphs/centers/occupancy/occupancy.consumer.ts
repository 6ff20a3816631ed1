import type { Log } from '../../../lib/log.ts';
import type { ConsumerDefinition } from '../../kit/log/consumer.ts';
import { statesOfCenter } from '../center/center.repository.ts';
import { centerStatusChanged } from '../status/centerStatus.events.ts';
import { keepOccupancy } from './occupancy.repository.ts';
import { type OccupancyObserved, occupancyObserved } from './occupancyObserved.ts';

const observed = 'CenterOccupancyObserved';

function messageOf({ nodes, queue }: OccupancyObserved): string {
  return `${nodes.allocated} of ${nodes.total} nodes are in use; ${queue.running} jobs run, ${queue.pending} wait.`;
}

/** Keeps the last load of each center that schedulers tell of, and tells those who watch the centers. */
export function occupancyConsumer(log: Log): ConsumerDefinition {
  return {
    name: 'centerOccupancy',
    source: 'jobs',
    topics: ['occupancy'],
    keysOf: (event) => (event.type === observed ? [event.key] : []),
    async handle(event, tx) {
      if (event.type !== observed) return;
      const seen = occupancyObserved(event.payload);
      const states = await statesOfCenter(tx, seen.centerId);
      if (states === null) {
        log.warn({ centerId: seen.centerId }, 'a load was told of a center that is not listed');
        return;
      }
      if (!(await keepOccupancy(tx, seen))) return;
      await tx.append(centerStatusChanged(seen.centerId, { kind: 'OCCUPANCY', message: messageOf(seen) }, states));
    },
  };
}
