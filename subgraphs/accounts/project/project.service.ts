import { mayReadProject } from '../access.service.ts';
import type { AccountsContext } from '../context.ts';
import type { ProjectRow } from './project.row.ts';

/** The project, if there is one and the viewer may see it. */
export async function visibleProject(
  id: string,
  { viewer, loaders }: Pick<AccountsContext, 'viewer' | 'loaders'>,
): Promise<ProjectRow | null> {
  return mayReadProject(viewer, id) ? loaders.projectById.load(id) : null;
}
