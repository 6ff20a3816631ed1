import type { Clock } from '../../../lib/clock.ts';
import { isMemberOf, seesEverything, type Viewer } from '../../../lib/viewer.ts';
import type { Database } from '../../kit/database/database.ts';
import { filterList } from '../../kit/filterList.ts';
import type { EventLog } from '../../kit/log/eventLog.ts';
import { type LiveFields, live } from '../../kit/log/live.ts';
import { notFound } from '../../kit/notFound.ts';
import { ifVisible, visibleProjects } from '../access.ts';
import type { JobState } from '../job/job.enum.ts';
import { type JobStateChanged, jobStateChange, jobTopic } from '../job/job.events.ts';
import { jobById, presentJobs } from '../job/job.repository.ts';
import type { JobRow } from '../job/jobRow.ts';
import { type JobView, jobView } from '../job/jobView.ts';
import { centerById, isProject } from '../known/known.repository.ts';

/** The own part of a job event. */
export interface JobEventValue {
  readonly previousState: JobState | null;
  readonly job: JobView;
}

export interface JobEventFilter {
  readonly projectId?: string | null | undefined;
  readonly centerId?: string | null | undefined;
  readonly states?: readonly JobState[] | null | undefined;
}

export type JobEvents = AsyncIterableIterator<JobEventValue & LiveFields>;

export interface JobEventsPorts {
  readonly db: Database;
  readonly events: EventLog;
  readonly clock: Clock;
}

/** What can be watched of jobs. */
export interface JobEventsService {
  /** The state of one job, then every change. Throws ClientError NOT_FOUND. */
  ofJob(viewer: Viewer, id: string, after: string | null | undefined): Promise<JobEvents>;
  /**
   * The states of the viewer's jobs that fit and have not ended long ago, then every change. Throws ClientError NOT_FOUND for a
   * center that is none, and for a project that is none or not the viewer's; BAD_USER_INPUT for an empty list of states.
   */
  ofAll(viewer: Viewer, filter: JobEventFilter, after: string | null | undefined): Promise<JobEvents>;
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

const present = (row: JobRow) => ({
  key: row.id,
  value: { previousState: null, job: jobView(row) },
  occurredAt: row.stateAt,
});

async function requireVisible(db: Database, viewer: Viewer, filter: JobEventFilter): Promise<void> {
  const { projectId, centerId } = filter;
  if (projectId != null) {
    const isThere = isMemberOf(viewer, projectId) && (!seesEverything(viewer) || (await isProject(db, projectId)));
    if (!isThere) throw notFound('project', 'filter.projectId', projectId);
  }
  if (centerId != null && (await centerById(db, centerId)) === null)
    throw notFound('center', 'filter.centerId', centerId);
}

/** Whether a change is one of a watched job: in the project, at the center, into or out of the states, as far as these are given. */
function chosenBy(filter: JobEventFilter, projects: readonly string[] | null): (change: JobStateChanged) => boolean {
  const { projectId, centerId } = filter;
  const states = filterList(filter.states, 'filter.states');
  return (change) =>
    (projects === null || projects.includes(change.projectId)) &&
    (projectId == null || change.projectId === projectId) &&
    (centerId == null || change.centerId === centerId) &&
    (states === null || [change.state, change.previousState].some((state) => state !== null && states.has(state)));
}

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
    async ofAll(viewer, filter, after) {
      const projects = visibleProjects(viewer);
      const isChosen = chosenBy(filter, projects);
      await requireVisible(db, viewer, filter);
      return live<JobEventValue>({
        events,
        after,
        topics: [jobTopic],
        isWanted(event) {
          const change = jobStateChange(event);
          return change !== null && isChosen(change);
        },
        snapshot: async (tx) => {
          const endedSince = new Date(clock.now().getTime() - recentlyEndedMs);
          const rows = projects?.length === 0 ? [] : await presentJobs(tx, filter, projects, endedSince);
          return rows.map(present);
        },
        onEvent(event) {
          const change = jobStateChange(event);
          return change === null ? null : eventValue(change);
        },
      });
    },
  };
}
