/** The id of a project's account: each project has one, and its id follows from the project's. */
export function accountIdOf(projectId: string): string {
  return `billingAccount_${projectId.replace(/^project_/, '')}`;
}
