import type { SubgraphDefinition } from '../kit/subgraph.ts';
import type { NetworkContext } from './context.ts';
import { EndpointResolver } from './endpoint/endpoint.resolver.ts';
import { openNetwork } from './open.ts';
import { references } from './references.ts';
import { LinkTelemetryResolver } from './telemetry/linkTelemetry.resolver.ts';
import { AccessCircuitResolver, CenterAccessResolver } from './topology/accessCircuit.resolver.ts';
import { LinkResolver, NetworkNodeResolver } from './topology/link.resolver.ts';
import { Center } from './topology/link.type.ts';
import { ProjectTransfersResolver, TransferRootResolver } from './transfer/transfer.resolver.ts';
import { Job, Project } from './transfer/transfer.type.ts';
import { JobStagingResolver, TransferResolver } from './transfer/transferFields.resolver.ts';

/** The lines between centers and their load, and the data that moves over them. */
export const network: SubgraphDefinition<NetworkContext> = {
  name: 'network',
  migrations: new URL('./migrations/', import.meta.url),
  resolvers: [
    NetworkNodeResolver,
    LinkResolver,
    CenterAccessResolver,
    AccessCircuitResolver,
    LinkTelemetryResolver,
    EndpointResolver,
    TransferRootResolver,
    TransferResolver,
    ProjectTransfersResolver,
    JobStagingResolver,
  ],
  orphanedTypes: [Center, Job, Project],
  references,
  open: openNetwork,
};
