import type { JobState, JobWallSubscription } from '../../client/documents.generated.ts';
import { formatWord } from '../format/word.ts';
import { centerLabel } from './centerLabel.ts';
import { eventReceived } from './eventReceived.ts';
import { fed } from './feed.ts';
import type { JobFacts, WallState } from './wallState.ts';

const hourMs = 3_600_000;
const maxJobs = 200;

const ended: ReadonlySet<JobState> = new Set([
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
  'TIMED_OUT',
  'OUT_OF_MEMORY',
  'NODE_FAILED',
  'PREEMPTED',
  'DEADLINE_MISSED',
  'BOOT_FAILED',
]);

export function hasEnded({ state }: Pick<JobFacts, 'state'>): boolean {
  return ended.has(state);
}

/** A job has told its state. Those that ended more than an hour ago are left out, and the oldest when there are too many. */
export function jobTold(
  state: WallState,
  { jobEvents }: JobWallSubscription,
  cursor: string | null,
  nowMs: number,
): WallState {
  const { job, previousState, occurredAt } = jobEvents;
  const others = [...state.jobs].filter(([id]) => id !== job.id);
  const kept = others.filter(([, { endedAt }]) => endedAt === null || nowMs - Date.parse(endedAt) < hourMs);
  // In the order of their last change, the newest first.
  const jobs = new Map([[job.id, job] as const, ...kept].slice(0, maxJobs));
  const next: WallState = { ...eventReceived(state, 'jobs', cursor), jobs };
  if (previousState === null && state.jobs.get(job.id)?.state === job.state) return next;
  const text = `${previousState === null ? '' : `${formatWord(previousState)} → `}${formatWord(job.state)} at ${centerLabel(state, job.center)}`;
  return fed(next, { stream: 'jobs', cursor, at: occurredAt, subject: job.name, text });
}
