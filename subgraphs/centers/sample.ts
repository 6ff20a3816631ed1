import type { Database } from '../kit/database/database.ts';
import { declareCenter } from './declaration/declaration.service.ts';
import { announceWindow } from './maintenance/announce.service.ts';
import { centerFacts } from './sample/centerFacts.ts';
import { simulatedCenter } from './sample/simulatedCenter.ts';

const hourMs = 3_600_000;

/** A window of four hours that begins at a full hour a week from now. */
function sampleWindow(now: Date) {
  const startsAt = new Date(Math.ceil(now.getTime() / hourMs) * hourMs + 7 * 24 * hourMs);
  return {
    id: 'maintenanceWindow_sample-1',
    centerId: 'center_changsha',
    startsAt,
    endsAt: new Date(startsAt.getTime() + 4 * hourMs),
    reason: 'Sample: firmware of the cooling is updated.',
  };
}

/** Writes the simulated centers that are not there yet, and a maintenance window unless the last one is still to come. */
export async function writeSample(
  db: Database,
  options: { readonly simulationSeed: number; readonly now: Date },
): Promise<void> {
  const { simulationSeed, now } = options;
  for (const [index, facts] of centerFacts.entries()) {
    // A millisecond apart, so that they are listed in this order.
    const listedAt = new Date(now.getTime() + index);
    await declareCenter(db, simulatedCenter(facts, simulationSeed), { whenDeclared: 'keep', now: listedAt });
  }
  await announceWindow(db, sampleWindow(now), now);
}
