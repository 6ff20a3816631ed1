import { seesEverything, type Viewer } from '../../lib/viewer.ts';

/** Whose tickets the viewer reads; null for those of all projects, which administrators and support do. */
export function ticketProjects(viewer: Viewer): readonly string[] | null {
  if (seesEverything(viewer)) return null;
  if (viewer.kind !== 'person') return [];
  return viewer.platformRoles.includes('SUPPORT') ? null : viewer.memberships.map(({ projectId }) => projectId);
}

/** The organizations whose licences the viewer uses. */
export function organizationsOf(viewer: Viewer): readonly string[] {
  return viewer.kind === 'person' ? viewer.organizationIds : [];
}

/** True for who may see what an organization has not published yet: those who belong to it, and those who see everything. */
export function mayReadUnpublished(viewer: Viewer, ownerId: string): boolean {
  return seesEverything(viewer) || organizationsOf(viewer).includes(ownerId);
}
