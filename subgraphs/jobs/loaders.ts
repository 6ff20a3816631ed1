import type DataLoader from 'dataloader';
import type { Viewer } from '../../lib/viewer.ts';
import type { Database } from '../kit/database/database.ts';
import { loadMany, loadOne } from '../kit/loaders.ts';
import { pageLoader } from '../kit/pageLoader.ts';
import type { Connection, PageRequest } from '../kit/pagination.ts';
import { ifVisible } from './access.ts';
import { countJobsByProject, type JobFilter, jobsById, pagesOfProjects, stateChangesOf } from './job/job.repository.ts';
import type { JobRow, JobStateChangeRow } from './job/jobRow.ts';

/** The loaders of one request, or of one event. */
export interface JobLoaders {
  /** The job, if there is one and the viewer may see it. */
  readonly visibleJob: (id: string) => Promise<JobRow | null>;
  readonly stateChanges: DataLoader<string, readonly JobStateChangeRow[]>;
  /** A page of the jobs of a project. Asks nothing about who the viewer is. */
  readonly jobsOfProject: (projectId: string, filter: JobFilter, request: PageRequest) => Promise<Connection<JobRow>>;
}

const placeOf = ({ submittedAt, id }: JobRow) => ({ createdAt: submittedAt, id });

/** Fresh loaders over a database for a viewer. */
export function jobLoaders(db: Database, viewer: Viewer): JobLoaders {
  const byId = loadOne(
    'jobs.job',
    (ids) => jobsById(db, ids),
    ({ id }) => id,
  );
  const lists = new Map<string, ReturnType<typeof pageLoader<JobRow>>>();
  const listOf = (filter: JobFilter): ReturnType<typeof pageLoader<JobRow>> => {
    const wanted = JSON.stringify(filter);
    const known = lists.get(wanted);
    if (known !== undefined) return known;
    const list = pageLoader<JobRow>({
      name: 'jobs.jobsOfProject',
      rows: (projectIds, request) => pagesOfProjects(db, filter, projectIds, request),
      lengths: (projectIds) => countJobsByProject(db, filter, projectIds),
      keyOf: ({ projectId }) => projectId,
      placeOf,
    });
    lists.set(wanted, list);
    return list;
  };
  return {
    visibleJob: async (id) => ifVisible(viewer, await byId.load(id)),
    stateChanges: loadMany(
      'jobs.stateChanges',
      (ids) => stateChangesOf(db, ids),
      ({ jobId }) => jobId,
    ),
    jobsOfProject: (projectId, filter, request) => listOf(filter)(projectId, request),
  };
}
