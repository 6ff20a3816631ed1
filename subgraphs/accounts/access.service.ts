import { isMemberOf, seesEverything, type Viewer } from '../../lib/viewer.ts';

/** True for the person themselves and for those who read across projects. */
export function mayReadPrivate(viewer: Viewer, userId: string): boolean {
  return seesEverything(viewer) || (viewer.kind === 'person' && viewer.userId === userId);
}

/** True for those who read records across projects: auditors, beside those who see everything. */
export function mayAudit(viewer: Viewer): boolean {
  return seesEverything(viewer) || (viewer.kind === 'person' && viewer.platformRoles.includes('AUDITOR'));
}

/** True for who may know a project, its members and what was done in it. */
export function mayReadProject(viewer: Viewer, projectId: string): boolean {
  return mayAudit(viewer) || isMemberOf(viewer, projectId);
}

/** Which projects' audit events the viewer reads; null for those of all. */
export function auditedProjects(viewer: Viewer): readonly string[] | null {
  if (mayAudit(viewer)) return null;
  return viewer.kind === 'person' ? viewer.memberships.map(({ projectId }) => projectId) : [];
}

/** True for who may know that a person is in a project: that person, and who may read the project. */
export function mayReadMembership(
  viewer: Viewer,
  membership: { readonly projectId: string; readonly userId: string },
): boolean {
  return mayReadPrivate(viewer, membership.userId) || mayReadProject(viewer, membership.projectId);
}
