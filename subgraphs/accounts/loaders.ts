import type { Viewer } from '../../lib/viewer.ts';
import { loadMany, loadOne } from '../kit/loaders.ts';
import { pageLoader } from '../kit/pageLoader.ts';
import { auditedProjects } from './access.service.ts';
import type { AuditEventRepository } from './audit/auditEvent.repository.ts';
import type { IncidentRepository } from './incident/incident.repository.ts';
import type { MembershipRepository } from './membership/membership.repository.ts';
import type { OrganizationRepository } from './organization/organization.repository.ts';
import type { ProjectRepository } from './project/project.repository.ts';
import type { UserRepository } from './user/user.repository.ts';

/** Where this subgraph's rows come from. */
export interface AccountsRepositories {
  readonly users: UserRepository;
  readonly organizations: OrganizationRepository;
  readonly projects: ProjectRepository;
  readonly memberships: MembershipRepository;
  readonly incidents: IncidentRepository;
  readonly auditEvents: AuditEventRepository;
}

const idOf = ({ id }: { readonly id: string }): string => id;

/** Fresh loaders for one request. Only `auditTrail` knows the viewer: what the others give must be asked about. */
export function accountsLoaders(from: AccountsRepositories, viewer: Viewer) {
  return {
    userById: loadOne('userById', from.users.byIds, idOf),
    organizationById: loadOne('organizationById', from.organizations.byIds, idOf),
    projectById: loadOne('projectById', from.projects.byIds, idOf),
    projectsByOrganization: loadMany(
      'projectsByOrganization',
      from.projects.ofOrganizations,
      ({ organizationId }) => organizationId,
    ),
    membershipById: loadOne('membershipById', from.memberships.byIds, idOf),
    membershipsByUser: loadMany('membershipsByUser', from.memberships.ofUsers, ({ userId }) => userId),
    membershipsByProject: loadMany('membershipsByProject', from.memberships.ofProjects, ({ projectId }) => projectId),
    incidentById: loadOne('incidentById', from.incidents.byIds, idOf),
    incidentsByCenter: loadMany('incidentsByCenter', from.incidents.ofCenters, ({ centerId }) => centerId),
    auditEventById: loadOne('auditEventById', from.auditEvents.byIds, idOf),
    auditTrail: pageLoader(from.auditEvents.trails(auditedProjects(viewer))),
  };
}
export type AccountsLoaders = ReturnType<typeof accountsLoaders>;
