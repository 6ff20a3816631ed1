import { isMemberOf, seesEverything, type Viewer } from '../../lib/viewer.ts';
import type { JobRow } from './job/jobRow.ts';

/** The projects whose jobs the viewer sees; null: all. */
export function visibleProjects(viewer: Viewer): readonly string[] | null {
  if (seesEverything(viewer)) return null;
  return viewer.kind === 'person' ? viewer.memberships.map(({ projectId }) => projectId) : [];
}

/** The job, if the viewer may see it. What may not be seen is as if it were not there. */
export function ifVisible(viewer: Viewer, job: JobRow | null): JobRow | null {
  return job !== null && isMemberOf(viewer, job.projectId) ? job : null;
}
