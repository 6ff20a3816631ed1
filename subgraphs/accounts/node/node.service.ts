import { typeOfId } from '../../../lib/globalId.ts';
import { mayReadMembership, mayReadProject } from '../access.service.ts';
import type { AccountsContext } from '../context.ts';
import { visibleProject } from '../project/project.service.ts';

/** Something with an id, and its type. */
export interface FoundNode {
  readonly __typename: string;
  readonly id: string;
}

/** By the first part of an id: entities whose subgraph says itself whether they exist and who may see them. */
const typesElsewhere: ReadonlyMap<string, string> = new Map([
  ['billingAccount', 'BillingAccount'],
  ['center', 'Center'],
  ['endpoint', 'Endpoint'],
  ['job', 'Job'],
  ['link', 'Link'],
  ['networkNode', 'NetworkNode'],
  ['partition', 'Partition'],
  ['product', 'Product'],
  ['store', 'Store'],
  ['transfer', 'Transfer'],
]);

const typed = (__typename: string, row: { readonly id: string } | null): FoundNode | null =>
  row === null ? null : { ...row, __typename };

/**
 * Whatever has the id: a row of this subgraph that the viewer may see, or a pointer to the subgraph that has it. Null for an id
 * that is none, for what does not exist and for what the viewer may not see.
 */
export async function findNode(id: string, context: AccountsContext): Promise<FoundNode | null> {
  const { viewer, loaders } = context;
  const type = typeOfId(id);
  switch (type) {
    case null:
      return null;
    case 'user':
      return typed('User', await loaders.userById.load(id));
    case 'organization':
      return typed('Organization', await loaders.organizationById.load(id));
    case 'project':
      return typed('Project', await visibleProject(id, context));
    case 'incident':
      return typed('Incident', await loaders.incidentById.load(id));
    case 'membership': {
      const found = await loaders.membershipById.load(id);
      return found !== null && mayReadMembership(viewer, found) ? typed('Membership', found) : null;
    }
    case 'auditEvent': {
      const found = await loaders.auditEventById.load(id);
      return found !== null && mayReadProject(viewer, found.projectId) ? typed('AuditEvent', found) : null;
    }
    default: {
      const __typename = typesElsewhere.get(type);
      return __typename === undefined ? null : { __typename, id };
    }
  }
}
