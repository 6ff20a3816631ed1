import { isMemberOf, type Viewer } from '../../../lib/viewer.ts';
import { notFound } from '../../kit/notFound.ts';
import { type Connection, type PageRequest, page } from '../../kit/pagination.ts';
import type { NetworkContext } from '../context.ts';
import type { Move } from '../drivers/move.ts';
import type { EndpointRow } from '../endpoint/endpoint.row.ts';
import { type PathValue, pathBetween } from '../topology/path.service.ts';
import type { Topology } from '../topology/topology.row.ts';
import type { TransferFilter, TransferRepository } from './transfer.repository.ts';
import type { TransferRow } from './transfer.row.ts';
import { visibleProjects } from './visibleProjects.ts';

/** The transfer, if there is one and the viewer may see it. */
export async function visibleTransfer(
  id: string,
  { viewer, loaders }: Pick<NetworkContext, 'viewer' | 'loaders'>,
): Promise<TransferRow | null> {
  const row = await loaders.transferById.load(id);
  return row !== null && isMemberOf(viewer, row.projectId) ? row : null;
}

/** As `visibleTransfer`, but throws NOT_FOUND. */
export async function requireTransfer(
  id: string,
  context: Pick<NetworkContext, 'viewer' | 'loaders'>,
): Promise<TransferRow> {
  const row = await visibleTransfer(id, context);
  if (row === null) throw notFound('transfer', 'id', id);
  return row;
}

/** The newest transfer that brings data to a job, or takes data away from it; null when there is none to be seen. */
export async function stageOfJob(
  jobId: string,
  stage: 'IN' | 'OUT',
  { viewer, loaders }: Pick<NetworkContext, 'viewer' | 'loaders'>,
): Promise<TransferRow | null> {
  const rows = await loaders.transfersByJob.load(jobId);
  return rows.find((row) => row.stage === stage && isMemberOf(viewer, row.projectId)) ?? null;
}

/** The transfers that the viewer may see, the newest first. */
export async function listTransfers(
  transfers: TransferRepository,
  viewer: Viewer,
  filter: TransferFilter,
  request: PageRequest,
): Promise<Connection<TransferRow>> {
  const projects = visibleProjects(viewer);
  const rows = await transfers.list(projects, filter, request);
  return page(
    rows,
    request,
    (row) => row,
    () => transfers.length(projects, filter),
  );
}

/** The way of a transfer through the network as it is now; null when an end has no known place in it. */
export function pathOf(
  topology: Topology,
  source: EndpointRow | null | undefined,
  destination: EndpointRow | null | undefined,
): PathValue | null {
  return source == null || destination == null ? null : pathBetween(topology, source, destination);
}

/** A transfer as movers take it. */
export function moveOf(row: TransferRow, topology: Topology, endpoints: ReadonlyMap<string, EndpointRow>): Move {
  const source = endpoints.get(row.sourceEndpointId);
  const destination = endpoints.get(row.destinationEndpointId);
  return {
    transferId: row.id,
    source: { endpointId: row.sourceEndpointId, folder: source?.folder ?? null, path: row.sourcePath },
    destination: {
      endpointId: row.destinationEndpointId,
      folder: destination?.folder ?? null,
      path: row.destinationPath,
    },
    limitBps: row.bandwidthLimitBps,
    capacityBps: pathOf(topology, source, destination)?.bottleneck?.capacityBps ?? null,
  };
}
