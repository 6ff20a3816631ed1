import type { ReferenceResolver } from '../kit/subgraph.ts';
import type { NetworkContext } from './context.ts';
import { visibleTransfer } from './transfer/transfer.service.ts';

const byId =
  (find: (id: string, context: NetworkContext) => unknown): ReferenceResolver<NetworkContext> =>
  ({ id }, context) =>
    typeof id === 'string' ? find(id, context) : null;

/** How entities are completed here when another subgraph points at them. */
export const references: Readonly<Record<string, ReferenceResolver<NetworkContext>>> = {
  NetworkNode: byId(async (id, { loaders }) => copyOf((await loaders.topology()).nodes.get(id))),
  Link: byId(async (id, { loaders }) => copyOf((await loaders.topology()).links.get(id))),
  Endpoint: byId((id, { loaders }) => loaders.endpointById.load(id)),
  Transfer: byId((id, context) => visibleTransfer(id, context)),
  // Whether these exist is their own subgraph's to say; here they only have parts, empty where nothing is known or may be seen.
  Center: byId((id) => ({ id })),
  Job: byId((id) => ({ id })),
  Project: byId((id) => ({ id })),
};

/** The federation library writes its type's name on what a reference gives: rows that are shared must not be given. */
function copyOf<Row extends object>(row: Row | undefined): Row | null {
  return row === undefined ? null : { ...row };
}
