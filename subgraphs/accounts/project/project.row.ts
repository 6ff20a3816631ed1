import type { ProjectState } from './project.enum.ts';

/** A project under the name that it is shown by. */
export interface ProjectRow {
  readonly id: string;
  readonly name: string;
  readonly state: ProjectState;
  readonly organizationId: string;
  readonly createdAt: Date;
}
