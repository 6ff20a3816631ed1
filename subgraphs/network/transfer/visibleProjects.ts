import { seesEverything, type Viewer } from '../../../lib/viewer.ts';

/** Projects whose transfers the viewer may see; null for those of all. */
export function visibleProjects(viewer: Viewer): readonly string[] | null {
  if (seesEverything(viewer)) return null;
  return viewer.kind === 'person' ? viewer.memberships.map(({ projectId }) => projectId) : [];
}
