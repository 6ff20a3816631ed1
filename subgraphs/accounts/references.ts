import type { ReferenceResolver } from '../kit/subgraph.ts';
import type { AccountsContext } from './context.ts';
import { visibleProject } from './project/project.service.ts';

const byId =
  (find: (id: string, context: AccountsContext) => unknown): ReferenceResolver<AccountsContext> =>
  ({ id }, context) =>
    typeof id === 'string' ? find(id, context) : null;

/** How entities are completed here when another subgraph points at them. */
export const references: Readonly<Record<string, ReferenceResolver<AccountsContext>>> = {
  User: byId((id, { loaders }) => loaders.userById.load(id)),
  Organization: byId((id, { loaders }) => loaders.organizationById.load(id)),
  Project: byId((id, context) => visibleProject(id, context)),
  // Whether these exist is their own subgraph's to say; here they only have lists, empty where nothing is known or may be seen.
  Center: byId((id) => ({ id })),
  Job: byId((id) => ({ id })),
};
