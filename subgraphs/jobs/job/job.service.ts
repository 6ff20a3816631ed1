import type { Viewer } from '../../../lib/viewer.ts';
import type { Database } from '../../kit/database/database.ts';
import { notFound } from '../../kit/notFound.ts';
import { type Connection, page, pageArguments } from '../../kit/pagination.ts';
import { visibleProjects } from '../access.ts';
import type { JobLoaders } from '../loaders.ts';
import { countJobs, type JobFilter, listJobs } from './job.repository.ts';
import type { JobRow } from './jobRow.ts';
import { type JobView, jobView } from './jobView.ts';

const mostPerPage = 100;

/** Arguments of a list of jobs. */
export interface JobListArguments {
  readonly first: number | null | undefined;
  readonly after: string | null | undefined;
  readonly filter: JobFilter | null | undefined;
}

/** What can be asked about jobs. */
export interface JobService {
  /** A page of the viewer's jobs, the newest first. Throws ClientError BAD_USER_INPUT and BAD_CURSOR. */
  list(viewer: Viewer, options: JobListArguments): Promise<Connection<JobView>>;
  /** A page of the jobs of a project that the viewer may see. Throws as `list` does. */
  ofProject(
    viewer: Viewer,
    projectId: string,
    options: JobListArguments,
    loaders: JobLoaders,
  ): Promise<Connection<JobView>>;
  /** The job. Throws ClientError NOT_FOUND, also for one that the viewer may not see. */
  byId(id: string, loaders: Pick<JobLoaders, 'visibleJob'>): Promise<JobView>;
}

/** The same page, as clients see it. */
function viewed(connection: Connection<JobRow>): Connection<JobView> {
  const { nodes, edges, ...rest } = connection;
  const views = nodes.map((row) => jobView(row));
  return {
    ...rest,
    nodes: views,
    edges: () => edges().map(({ cursor }, index) => ({ cursor, node: views[index] as JobView })),
  };
}

const placeOf = ({ submittedAt, id }: JobRow) => ({ createdAt: submittedAt, id });

export function jobService(db: Database): JobService {
  return {
    async list(viewer, { first, after, filter }) {
      const request = pageArguments({ first, after }, mostPerPage);
      const projects = visibleProjects(viewer);
      const wanted = filter ?? {};
      const rows = projects?.length === 0 ? [] : await listJobs(db, wanted, projects, request);
      return viewed(page(rows, request, placeOf, () => countJobs(db, wanted, projects)));
    },
    async ofProject(viewer, projectId, { first, after, filter }, loaders) {
      const request = pageArguments({ first, after }, mostPerPage);
      const projects = visibleProjects(viewer);
      const isVisible = projects === null || projects.includes(projectId);
      return viewed(
        isVisible
          ? await loaders.jobsOfProject(projectId, filter ?? {}, request)
          : page<JobRow>([], request, placeOf, 0),
      );
    },
    async byId(id, { visibleJob }) {
      const row = await visibleJob(id);
      if (row === null) throw notFound('job', 'id', id);
      return jobView(row);
    },
  };
}
