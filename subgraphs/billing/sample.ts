import type { Database } from '../kit/database/database.ts';
import { change } from '../kit/log/change.ts';
import { accountIdOf } from './account/accountId.ts';
import { openAccount, sampleProjectIds } from './account/openAccount.service.ts';

/** Opens the accounts of the sample's projects, with the money in them, unless they are open. */
export async function writeSample(db: Database, at: Date): Promise<void> {
  for (const projectId of sampleProjectIds)
    await change(db, [accountIdOf(projectId)], (tx) => openAccount(tx, projectId, { at, sample: true }));
}
