import { randomUUID } from 'node:crypto';
import { OperationTypeNode, parse } from 'graphql';
import { z } from 'zod';
import { platformRoles, projectRoles } from '../../lib/viewer.ts';
import type { SubgraphClient } from '../subgraph/subgraphClient.ts';
import type { LookUpViewer } from './viewerSource.ts';

const query = `query ViewerByIdentity($issuer: String!, $subject: String!) {
  viewerByIdentity(issuer: $issuer, subject: $subject) {
    userId displayName platformRoles memberships { projectId role } organizationIds
  }
}`;
const document = parse(query);

const answered = z.object({
  viewerByIdentity: z
    .object({
      userId: z.string(),
      displayName: z.string(),
      platformRoles: z.array(z.enum(platformRoles)),
      memberships: z.array(z.object({ projectId: z.string(), role: z.enum(projectRoles) })),
      organizationIds: z.array(z.string()),
    })
    .nullable(),
});

const timeoutMs = 5_000;

/**
 * Asks the accounts subgraph directly, as the service "gateway": the field is hidden from clients.
 * Rejects when the accounts cannot be asked; a viewer is then neither known nor anonymous.
 */
export function accountsLookUp(accounts: () => SubgraphClient): LookUpViewer {
  return async (issuer, subject) => {
    const request = {
      query,
      document,
      operationName: undefined,
      operationKind: OperationTypeNode.QUERY,
      variables: { issuer, subject },
      viewer: { kind: 'service', name: 'gateway' },
      requestId: randomUUID(),
    } as const;
    const { data, errors } = await accounts().execute(request, AbortSignal.timeout(timeoutMs));
    if (errors?.[0] !== undefined) throw new Error(`The accounts could not say who a viewer is: ${errors[0].message}`);
    const { viewerByIdentity: known } = answered.parse(data);
    return known === null ? null : { kind: 'person', ...known };
  };
}
