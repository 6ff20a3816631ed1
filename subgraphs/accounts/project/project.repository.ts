import { asc, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { projects } from '../tables.ts';
import type { ProjectRow } from './project.row.ts';

const columns = {
  id: projects.id,
  name: projects.nameEn,
  state: projects.state,
  organizationId: projects.organizationId,
  createdAt: projects.createdAt,
};

export function projectRepository(db: Database) {
  return {
    byIds: (ids: readonly string[]): Promise<readonly ProjectRow[]> =>
      db
        .select(columns)
        .from(projects)
        .where(inArray(projects.id, [...ids])),

    /** The projects of these organizations, oldest first. */
    ofOrganizations: (ids: readonly string[]): Promise<readonly ProjectRow[]> =>
      db
        .select(columns)
        .from(projects)
        .where(inArray(projects.organizationId, [...ids]))
        .orderBy(asc(projects.createdAt), asc(projects.id)),
  };
}
export type ProjectRepository = ReturnType<typeof projectRepository>;
