import type { SubgraphDefinition } from '../kit/subgraph.ts';
import { auditJobs } from './audit/auditEvent.events.ts';
import { auditEventRepository } from './audit/auditEvent.repository.ts';
import { AuditEventResolver, JobAuditResolver } from './audit/auditEvent.resolver.ts';
import { AuditEvent, Job } from './audit/auditEvent.type.ts';
import type { AccountsContext, AccountsServices } from './context.ts';
import { incidentRepository } from './incident/incident.repository.ts';
import { CenterIncidentsResolver } from './incident/incident.resolver.ts';
import { Center, Incident } from './incident/incident.type.ts';
import { type AccountsRepositories, accountsLoaders } from './loaders.ts';
import { membershipRepository } from './membership/membership.repository.ts';
import { MembershipResolver } from './membership/membership.resolver.ts';
import { NodeResolver } from './node/node.resolver.ts';
import { nodeStubs } from './node/nodeStubs.type.ts';
import { organizationRepository } from './organization/organization.repository.ts';
import { OrganizationResolver } from './organization/organization.resolver.ts';
import { organizationService } from './organization/organization.service.ts';
import { projectRepository } from './project/project.repository.ts';
import { ProjectResolver } from './project/project.resolver.ts';
import { references } from './references.ts';
import { writeSample } from './sample.ts';
import { userRepository } from './user/user.repository.ts';
import { UserResolver } from './user/user.resolver.ts';
import { ViewerChangeResolver } from './viewer/viewerChange.resolver.ts';
import { viewerChangeService } from './viewer/viewerChange.service.ts';
import { ViewerRecordResolver } from './viewer/viewerRecord.resolver.ts';
import { viewerRecordService } from './viewer/viewerRecord.service.ts';

/** People, the organizations and projects they work in, and the record of what was done. */
export const accounts: SubgraphDefinition<AccountsContext> = {
  name: 'accounts',
  migrations: new URL('./migrations/', import.meta.url),
  resolvers: [
    UserResolver,
    OrganizationResolver,
    ProjectResolver,
    MembershipResolver,
    ViewerRecordResolver,
    ViewerChangeResolver,
    NodeResolver,
    CenterIncidentsResolver,
    AuditEventResolver,
    JobAuditResolver,
  ],
  orphanedTypes: [...nodeStubs, Center, Incident, Job, AuditEvent],
  references,
  open: async ({ db, events, clock, settings }) => {
    const repositories: AccountsRepositories = {
      users: userRepository(db),
      organizations: organizationRepository(db),
      projects: projectRepository(db),
      memberships: membershipRepository(db),
      incidents: incidentRepository(db),
      auditEvents: auditEventRepository(db),
    };
    const services: AccountsServices = {
      organizations: organizationService(repositories.organizations),
      viewerRecords: viewerRecordService(repositories.users),
      viewerChanges: viewerChangeService({ events, clock }),
    };
    return {
      context: ({ viewer, requestId }) => ({
        viewer,
        requestId,
        loaders: accountsLoaders(repositories, viewer),
        services,
      }),
      consumers: [auditJobs],
      async start() {
        if (settings.sample) await writeSample(db, clock);
      },
      close: () => Promise.resolve(),
    };
  },
};
