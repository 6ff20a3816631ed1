import type { Clock } from '../../../lib/clock.ts';
import type { Change } from '../../kit/log/change.ts';
import { newTransfer } from './newTransfer.ts';
import { transferEvent } from './transfer.events.ts';
import { insertTransfer } from './transfer.repository.ts';

export const sampleTransferId = 'transfer_sample-1';

/** Begins the sample transfer, unless it was begun before: 978 TB from a public cloud, with 20 Gbit/s set apart for them. */
export async function writeTransferSample(tx: Change, clock: Clock): Promise<void> {
  const row = newTransfer({
    id: sampleTransferId,
    projectId: 'project_biomaterials',
    jobId: null,
    stage: null,
    submitterId: 'user_researcher',
    sourceEndpointId: 'endpoint_us-east-1',
    sourcePath: 'biomaterials',
    destinationEndpointId: 'endpoint_wuxi-storage',
    destinationPath: 'biomaterials',
    bandwidthLimitBps: 20_000_000_000,
    simulated: true,
    createdAt: clock.now(),
  });
  const written = await insertTransfer(tx, row);
  if (written === null) return;
  await tx.append(transferEvent('TransferCreated', written), transferEvent('TransferStateChanged', written));
}
