import type { Transaction } from '../../kit/database/database.ts';
import type { Change } from '../../kit/log/change.ts';
import type { ConsumerDefinition } from '../../kit/log/consumer.ts';
import { statesOfCenter } from '../center/center.repository.ts';
import { centerStatusChanged } from '../status/centerStatus.events.ts';
import { waitFact } from './jobEvents.ts';
import { abandonWait, beginWait, endWait, keepRecentWaits, medianWaits } from './wait.repository.ts';

async function medianOf(tx: Transaction, centerId: string): Promise<number | null> {
  const [median] = await medianWaits(tx, [centerId]);
  return median?.seconds ?? null;
}

async function onStart(tx: Change, jobId: string, centerId: string, at: Date): Promise<void> {
  const before = await medianOf(tx, centerId);
  if (!(await endWait(tx, jobId, at))) return;
  await keepRecentWaits(tx, centerId);
  const after = await medianOf(tx, centerId);
  if (after === null || after === before) return;
  const states = await statesOfCenter(tx, centerId);
  if (states === null) return;
  const message = `A job has started; the middle one of the recent jobs had waited ${after} s.`;
  await tx.append(centerStatusChanged(centerId, { kind: 'JOB', message }, states));
}

/** Learns from the jobs how long they waited at each center, and tells those who watch the centers when the median changes. */
export const waitConsumer: ConsumerDefinition = {
  name: 'centerWaits',
  source: 'jobs',
  topics: ['job'],
  keysOf(event) {
    const fact = waitFact(event);
    return fact?.kind === 'ended' ? [fact.centerId] : [];
  },
  async handle(event, tx) {
    const fact = waitFact(event);
    if (fact === null) return;
    const { kind, jobId } = fact;
    if (kind === 'abandoned') return abandonWait(tx, jobId);
    const { centerId, at } = fact;
    if (kind === 'ended') return onStart(tx, jobId, centerId, at);
    if ((await statesOfCenter(tx, centerId)) !== null) await beginWait(tx, { jobId, centerId, submittedAt: at });
  },
};
