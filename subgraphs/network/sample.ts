import type { Clock } from '../../lib/clock.ts';
import type { Database } from '../kit/database/database.ts';
import { change } from '../kit/log/change.ts';
import { writeEndpointSample, writeSampleFiles } from './endpoint/endpoint.sample.ts';
import { writeTopologySample } from './topology/topology.sample.ts';
import { sampleTransferId, writeTransferSample } from './transfer/transfer.sample.ts';

/** Writes the sample network, its endpoints with some files, and one long transfer. What is there already stays as it is. */
export async function writeSample(db: Database, clock: Clock, endpointsFolder: string): Promise<void> {
  await change(db, [sampleTransferId], async (tx) => {
    await writeTopologySample(tx);
    await writeEndpointSample(tx);
    await writeTransferSample(tx, clock);
  });
  await writeSampleFiles(endpointsFolder);
}
