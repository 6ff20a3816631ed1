import type { Clock } from '../../lib/clock.ts';
import type { Viewer } from '../../lib/viewer.ts';
import { loadMany, loadOne } from '../kit/loaders.ts';
import { pageLoader } from '../kit/pageLoader.ts';
import { type Connection, type PageRequest, page } from '../kit/pagination.ts';
import type { EndpointRepository } from './endpoint/endpoint.repository.ts';
import type { LinkSampleRepository } from './telemetry/linkSample.repository.ts';
import { utilizationLoader } from './telemetry/utilization.loader.ts';
import type { TopologyRepository } from './topology/topology.repository.ts';
import type { Topology } from './topology/topology.row.ts';
import type { TransferFilter, TransferRepository } from './transfer/transfer.repository.ts';
import type { TransferRow } from './transfer/transfer.row.ts';
import { visibleProjects } from './transfer/visibleProjects.ts';

/** Where this subgraph's rows come from. */
export interface NetworkRepositories {
  readonly topology: TopologyRepository;
  readonly samples: LinkSampleRepository;
  readonly endpoints: EndpointRepository;
  readonly transfers: TransferRepository;
}

const idOf = ({ id }: { readonly id: string }): string => id;

/** Lists of transfers by project, of members only. Equal filters share their queries. */
function projectTransfers(transfers: TransferRepository, viewer: Viewer) {
  const visible = visibleProjects(viewer);
  const byFilter = new Map<string, ReturnType<typeof pageLoader<TransferRow>>>();
  return async (projectId: string, filter: TransferFilter, request: PageRequest): Promise<Connection<TransferRow>> => {
    if (visible !== null && !visible.includes(projectId)) return page([], request, (row: TransferRow) => row, 0);
    const { active, states, projectId: only } = filter;
    const name = JSON.stringify([active ?? null, states ?? null, only ?? null]);
    let load = byFilter.get(name);
    if (load === undefined) {
      load = pageLoader(transfers.ofProjects(filter));
      byFilter.set(name, load);
    }
    return load(projectId, request);
  };
}

/** Fresh loaders for one request. `transferById` and `transfersByJob` know no viewer: what they give must be asked about. */
export function networkLoaders(from: NetworkRepositories, viewer: Viewer, clock: Clock) {
  let topology: Promise<Topology> | null = null;
  return {
    topology: (): Promise<Topology> => {
      topology ??= from.topology.read();
      return topology;
    },
    alarmsByLink: loadMany('alarmsByLink', from.topology.alarmsOfLinks, ({ linkId }) => linkId),
    utilization: utilizationLoader(from.samples.means, () => clock.now()),
    endpointById: loadOne('endpointById', from.endpoints.byIds, idOf),
    transferById: loadOne('transferById', from.transfers.byIds, idOf),
    transfersByJob: loadMany('transfersByJob', from.transfers.ofJobs, ({ jobId }) => jobId ?? ''),
    transfersOfProject: projectTransfers(from.transfers, viewer),
  };
}
export type NetworkLoaders = ReturnType<typeof networkLoaders>;
