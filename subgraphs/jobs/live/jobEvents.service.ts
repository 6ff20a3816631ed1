import type { Clock } from '../../../lib/clock.ts';
import type { Viewer } from '../../../lib/viewer.ts';
import type { Database } from '../../kit/database/database.ts';
import type { EventLog } from '../../kit/log/eventLog.ts';
import { type LiveFields, live } from '../../kit/log/live.ts';
import { notFound } from '../../kit/notFound.ts';
import { ifVisible, visibleProjects } from '../access.ts';
import type { JobState } from '../job/job.enum.ts';
import { type JobStateChanged, jobStateChange, jobTopic } from '../job/job.events.ts';
import { jobById, presentJobs } from '../job/job.repository.ts';
import type { JobRow } from '../job/jobRow.ts';
import { type JobView, jobView } from '../job/jobView.ts';

/** The own part of a job event. */
export interface JobEventValue {
  readonly previousState: JobState | null;
  readonly job: JobView;
}

export interface JobEventFilter {
  readonly projectId?: string | null | undefined;
  readonly centerId?: string | null | undefined;
}

type JobEvents = AsyncIterableIterator<JobEventValue & LiveFields>;

export interface JobEventsPorts {
  readonly db: Database;
  readonly events: EventLog;
  readonly clock: Clock;
}

/** What can be watched of jobs. */
export interface JobEventsService {
  /** The state of one job, then every change. Throws ClientError NOT_FOUND. */
  ofJob(viewer: Viewer, id: string, after: string | null | undefined): Promise<JobEvents>;
  /** The states of the viewer's jobs that fit and have not ended long ago, then every change. */
  ofAll(viewer: Viewer, filter: JobEventFilter, after: string | null | undefined): JobEvents;
}

/** Jobs that ended longer ago are not part of the beginning of a stream. */
const recentlyEndedMs = 3_600_000;

const nothingUsed = {
  exitCode: null,
  exitSignal: null,
  cpuSeconds: null,
  maxMemoryMebibytes: null,
  energyKilowattHours: null,
} as const;

/** The job as it was at the change, whatever has happened since. */
function jobAt(row: JobRow, change: JobStateChanged): JobView {
  const { state, at, terminal, startedAt, endedAt, ordinal, reason } = change;
  if (ordinal >= row.changes) return jobView(row, at);
  const known = { state, stateAt: at, changes: ordinal, isActive: !terminal, startedAt, endedAt };
  return jobView({ ...row, ...known, ...nothingUsed, reasonCode: reason?.code ?? null }, at);
}

const present = (row: JobRow) => ({ value: { previousState: null, job: jobView(row) }, occurredAt: row.stateAt });

export function jobEventsService({ db, events, clock }: JobEventsPorts): JobEventsService {
  const eventValue = async (change: JobStateChanged): Promise<JobEventValue | null> => {
    const row = await jobById(db, change.jobId);
    return row === null ? null : { previousState: change.previousState, job: jobAt(row, change) };
  };
  return {
    async ofJob(viewer, id, after) {
      if (ifVisible(viewer, await jobById(db, id)) === null) throw notFound('job', 'id', id);
      return live<JobEventValue>({
        events,
        after,
        topics: [jobTopic],
        keys: [id],
        snapshot: async (tx) => {
          const row = await jobById(tx, id);
          return row === null ? [] : [present(row)];
        },
        onEvent(event) {
          const change = jobStateChange(event);
          return change === null ? null : eventValue(change);
        },
      });
    },
    ofAll(viewer, filter, after) {
      const projects = visibleProjects(viewer);
      const { projectId, centerId } = filter;
      const isWanted = (change: JobStateChanged): boolean =>
        (projects === null || projects.includes(change.projectId)) &&
        (projectId == null || change.projectId === projectId) &&
        (centerId == null || change.centerId === centerId);
      return live<JobEventValue>({
        events,
        after,
        topics: [jobTopic],
        snapshot: async (tx) => {
          const endedSince = new Date(clock.now().getTime() - recentlyEndedMs);
          const rows = projects?.length === 0 ? [] : await presentJobs(tx, filter, projects, endedSince);
          return rows.map(present);
        },
        onEvent(event) {
          const change = jobStateChange(event);
          return change === null || !isWanted(change) ? null : eventValue(change);
        },
      });
    },
  };
}
