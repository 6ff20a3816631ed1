import type { Database } from '../../kit/database/database.ts';
import { change } from '../../kit/log/change.ts';
import { statesOfCenter } from '../center/center.repository.ts';
import { centerStatusChanged } from '../status/centerStatus.events.ts';
import { announceMaintenance, type MaintenanceRow } from './maintenance.repository.ts';

/** Announces a maintenance window of a center; nothing changes while one of that id is still to come or under way. */
export function announceWindow(db: Database, window: MaintenanceRow, now: Date): Promise<void> {
  const { centerId, startsAt, reason } = window;
  return change(db, [centerId], async (tx) => {
    if (!(await announceMaintenance(tx, window, now))) return;
    const states = await statesOfCenter(tx, centerId);
    if (states === null) return;
    const message = `Maintenance begins at ${startsAt.toISOString()}: ${reason}`;
    await tx.append(centerStatusChanged(centerId, { kind: 'MAINTENANCE', message }, states));
  });
}
