import { isMemberOf, type Viewer } from '../../../lib/viewer.ts';
import type { RunningConsumer } from '../../kit/log/consumer.ts';
import type { ChargeRow } from '../charge/chargeRow.ts';
import type { HoldRow } from '../hold/holdRow.ts';
import type { BillingLoaders } from '../loaders.ts';
import type { MoneyValue } from '../money.ts';

/** How long a question about the money of a job waits for what has happened to the job. */
const catchUpMs = 500;

/** The money of jobs, for those who may see it: members of the project. */
export interface BilledJobService {
  hold(jobId: string): Promise<HoldRow | null>;
  charges(jobId: string): Promise<readonly ChargeRow[]>;
  /** The most that a job may cost. */
  most(jobId: string): Promise<MoneyValue | null>;
}

/** The money of jobs as one viewer sees it. Made once per request or event, which waits at most once. */
export function billedJobService(
  viewer: Viewer,
  loaders: BillingLoaders,
  consumer: () => RunningConsumer,
): BilledJobService {
  let caughtUp: Promise<boolean> | null = null;
  /** Right after a submission or an end, the money is a moment behind: the event is on the way. */
  const settledOr = async (jobId: string, isFinal: (hold: HoldRow) => boolean): Promise<HoldRow | null> => {
    const known = await loaders.hold.load(jobId);
    if (known !== null && (isFinal(known) || !isMemberOf(viewer, known.projectId))) return known;
    caughtUp ??= consumer().caughtUp(catchUpMs);
    await caughtUp;
    return await loaders.hold.clear(jobId).load(jobId);
  };
  const visible = async (jobId: string, isFinal: (hold: HoldRow) => boolean): Promise<HoldRow | null> => {
    if (viewer.kind === 'anonymous') return null;
    const hold = await settledOr(jobId, isFinal);
    return hold !== null && isMemberOf(viewer, hold.projectId) ? hold : null;
  };
  const hold = (jobId: string): Promise<HoldRow | null> => visible(jobId, ({ state }) => state !== 'PLACED');
  return {
    hold,
    charges: async (jobId) => ((await hold(jobId)) === null ? [] : await loaders.charges.load(jobId)),
    // What was set aside does not change.
    most: (jobId) => visible(jobId, () => true),
  };
}
