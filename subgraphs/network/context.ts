import type { Viewer } from '../../lib/viewer.ts';
import type { Connection, PageRequest } from '../kit/pagination.ts';
import type { Refusal } from '../kit/refusal.ts';
import type { EndpointRow } from './endpoint/endpoint.row.ts';
import type { NetworkLoaders } from './loaders.ts';
import type { LinkTelemetryService } from './telemetry/linkTelemetry.service.ts';
import type { CancelTransferRequest } from './transfer/cancelTransfer.service.ts';
import type { StartTransferRequest } from './transfer/startTransfer.service.ts';
import type { TransferFilter } from './transfer/transfer.repository.ts';
import type { TransferRow } from './transfer/transfer.row.ts';
import type { TransferStatusService } from './transfer/transferStatus.service.ts';

/** What can be done with transfers. */
export interface TransferService {
  list(viewer: Viewer, filter: TransferFilter, request: PageRequest): Promise<Connection<TransferRow>>;
  start(viewer: Viewer, request: StartTransferRequest): Promise<TransferRow | Refusal>;
  cancel(viewer: Viewer, request: CancelTransferRequest): Promise<TransferRow | Refusal>;
}

/** What lives as long as the subgraph is open. */
export interface NetworkServices {
  readonly endpoints: () => Promise<readonly EndpointRow[]>;
  readonly linkTelemetry: LinkTelemetryService;
  readonly transfers: TransferService;
  readonly transferStatus: TransferStatusService;
}

/** What the resolvers of one request work with. */
export interface NetworkContext {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly loaders: NetworkLoaders;
  readonly services: NetworkServices;
}
