/** What a person may do in a project. */
export const projectRoles = ['PRINCIPAL_INVESTIGATOR', 'MANAGER', 'MEMBER'] as const;
export type ProjectRole = (typeof projectRoles)[number];

/** What a person may do on the whole platform. */
export const platformRoles = [
  'PLATFORM_ADMINISTRATOR',
  'CENTER_OPERATOR',
  'STORE_OWNER',
  'AUDITOR',
  'SUPPORT',
] as const;
export type PlatformRole = (typeof platformRoles)[number];

/** One project the viewer belongs to. */
export interface ViewerMembership {
  readonly projectId: string;
  readonly role: ProjectRole;
}

/** Nobody in particular: reads what is public. */
export interface AnonymousViewer {
  readonly kind: 'anonymous';
}

/** A person, as the accounts subgraph knows them at the time of the request. */
export interface PersonViewer {
  readonly kind: 'person';
  readonly userId: string;
  readonly displayName: string;
  readonly platformRoles: readonly PlatformRole[];
  readonly memberships: readonly ViewerMembership[];
  readonly organizationIds: readonly string[];
  /** Seconds since the epoch at which the token this came from expires. */
  readonly expiresAt: number;
}

/** A part of the platform acting for itself (a consumer, a subgraph asking the graph). */
export interface ServiceViewer {
  readonly kind: 'service';
  readonly name: string;
}

/** On whose behalf a request runs. Subgraphs enforce row ownership from this and from nothing else. */
export type Viewer = AnonymousViewer | PersonViewer | ServiceViewer;

export const anonymous: AnonymousViewer = { kind: 'anonymous' };

/** True for a service and for a platform administrator: they read across projects. */
export function seesEverything(viewer: Viewer): boolean {
  return (
    viewer.kind === 'service' || (viewer.kind === 'person' && viewer.platformRoles.includes('PLATFORM_ADMINISTRATOR'))
  );
}

/** True when the viewer may read what belongs to the project. */
export function isMemberOf(viewer: Viewer, projectId: string): boolean {
  if (seesEverything(viewer)) return true;
  return viewer.kind === 'person' && viewer.memberships.some((membership) => membership.projectId === projectId);
}
