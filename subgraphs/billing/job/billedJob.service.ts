import { isMemberOf, type Viewer } from '../../../lib/viewer.ts';
import type { RunningConsumer } from '../../kit/log/consumer.ts';
import type { ChargeRow } from '../charge/chargeRow.ts';
import type { HoldRow } from '../hold/holdRow.ts';
import type { BillingLoaders } from '../loaders.ts';

/** How long a question about a job that was just submitted waits for its event. */
const catchUpMs = 500;

/** The money of jobs, for those who may see it: members of the project. */
export interface BilledJobService {
  hold(jobId: string): Promise<HoldRow | null>;
  charges(jobId: string): Promise<readonly ChargeRow[]>;
}

/** The money of jobs as one viewer sees it. */
export function billedJobService(
  viewer: Viewer,
  loaders: BillingLoaders,
  consumer: () => RunningConsumer,
): BilledJobService {
  /** Asked right after a submission, the hold is a moment behind: its event is on the way. */
  const knownHold = async (jobId: string): Promise<HoldRow | null> => {
    const hold = await loaders.hold.load(jobId);
    if (hold !== null || viewer.kind === 'anonymous') return hold;
    if (!(await consumer().caughtUp(catchUpMs))) return null;
    return await loaders.hold.clear(jobId).load(jobId);
  };
  const visible = async (jobId: string): Promise<HoldRow | null> => {
    const hold = await knownHold(jobId);
    return hold !== null && isMemberOf(viewer, hold.projectId) ? hold : null;
  };
  return {
    hold: visible,
    charges: async (jobId) => ((await visible(jobId)) === null ? [] : await loaders.charges.load(jobId)),
  };
}
