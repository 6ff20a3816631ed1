import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenSubgraph, SubgraphPorts } from '../kit/subgraph.ts';
import type { NetworkContext, NetworkServices } from './context.ts';
import { filesMover } from './drivers/filesMover.ts';
import { hostTelemetry } from './drivers/hostTelemetry.ts';
import type { Mover } from './drivers/mover.ts';
import { simulatedMover } from './drivers/simulatedMover.ts';
import { simulatedTelemetry } from './drivers/simulatedTelemetry.ts';
import { endpointRepository } from './endpoint/endpoint.repository.ts';
import { knownJobsConsumer, knownProjectsConsumer } from './known/known.events.ts';
import { knownRepository } from './known/known.repository.ts';
import { type NetworkRepositories, networkLoaders } from './loaders.ts';
import { writeSample } from './sample.ts';
import { linkSampleRepository } from './telemetry/linkSample.repository.ts';
import { type LinkSampler, linkSampler } from './telemetry/linkSampler.ts';
import { linkTelemetryService } from './telemetry/linkTelemetry.service.ts';
import { topologyRepository } from './topology/topology.repository.ts';
import { cancelTransfer } from './transfer/cancelTransfer.service.ts';
import { startTransfer } from './transfer/startTransfer.service.ts';
import { transferRepository } from './transfer/transfer.repository.ts';
import type { TransferRow } from './transfer/transfer.row.ts';
import { listTransfers, moveOf } from './transfer/transfer.service.ts';
import { transferEntryRepository } from './transfer/transferEntry.repository.ts';
import { runTransfer } from './transfer/transferRun.ts';
import { transferStatusService } from './transfer/transferStatus.service.ts';
import { transferWorkRepository } from './transfer/transferWork.repository.ts';
import { type TransferWorker, transferWorker } from './transfer/transferWorker.ts';

/** What moves data, of each sort of endpoint. */
interface Movers {
  readonly real: Mover;
  readonly simulated: Mover;
}

function repositoriesOf({ db }: SubgraphPorts): NetworkRepositories {
  return {
    topology: topologyRepository(db),
    samples: linkSampleRepository(db),
    endpoints: endpointRepository(db),
    transfers: transferRepository(db),
  };
}

function samplerOf({ db, clock, log, settings }: SubgraphPorts, repositories: NetworkRepositories): LinkSampler {
  const simulated = simulatedTelemetry({ seed: settings.simulationSeed });
  // Only Linux has it.
  const host = hostTelemetry({ readCounters: () => readFile('/proc/net/dev', 'utf8').catch(() => null) });
  return linkSampler({
    db,
    clock,
    log,
    samples: repositories.samples,
    links: async () => [...(await repositories.topology.read()).links.values()],
    telemetryOf: (link) => (link.simulated ? simulated : host),
  });
}

function workerOf(ports: SubgraphPorts, repositories: NetworkRepositories, movers: Movers): TransferWorker {
  const { db, clock, log, settings } = ports;
  const work = transferWorkRepository(db);
  const entries = transferEntryRepository(db);
  const toMove = async (row: TransferRow) => {
    const [topology, endpoints] = await Promise.all([repositories.topology.read(), repositories.endpoints.all()]);
    return moveOf(row, topology, new Map(endpoints.map((endpoint) => [endpoint.id, endpoint])));
  };
  return transferWorker({
    db,
    log,
    work,
    movesFiles: settings.loopbackOnly,
    run: (id, simulated, signal) => {
      const mover = simulated ? movers.simulated : movers.real;
      return runTransfer({ db, clock, log, entries, work, mover, moveOf: toMove }, id, signal);
    },
  });
}

function servicesOf(
  ports: SubgraphPorts,
  repositories: NetworkRepositories,
  movers: Movers,
  worker: TransferWorker,
): NetworkServices {
  const { db, events, clock, settings, consumer } = ports;
  const { topology, samples, endpoints, transfers } = repositories;
  const starting = {
    db,
    clock,
    consumer,
    known: knownRepository(db),
    endpointsByIds: endpoints.byIds,
    moverOf: (simulated: boolean): Mover | null => {
      if (simulated) return movers.simulated;
      return settings.loopbackOnly ? movers.real : null;
    },
    wakeWorker: () => worker.wake(),
  };
  return {
    endpoints: endpoints.all,
    linkTelemetry: linkTelemetryService({ events, clock, topology: topology.read, newest: samples.newest }),
    transferStatus: transferStatusService({ db, events, clock }),
    transfers: {
      list: (viewer, filter, request) => listTransfers(transfers, viewer, filter, request),
      start: (viewer, request) => startTransfer(starting, viewer, request),
      cancel: (viewer, request) => cancelTransfer({ db, clock, stopWork: worker.cancel }, viewer, request),
    },
  };
}

/** Plugs the network into its ports. Nothing runs before `start`. */
export async function openNetwork(ports: SubgraphPorts): Promise<OpenSubgraph<NetworkContext>> {
  const { db, clock, settings } = ports;
  const folder = join(settings.dataFolder, 'endpoints');
  const repositories = repositoriesOf(ports);
  const movers: Movers = {
    real: filesMover({ folder, clock }),
    simulated: simulatedMover({ seed: settings.simulationSeed, clock }),
  };
  const sampler = samplerOf(ports, repositories);
  const worker = workerOf(ports, repositories, movers);
  const services = servicesOf(ports, repositories, movers, worker);
  return {
    context: ({ viewer, requestId }) => ({
      viewer,
      requestId,
      services,
      loaders: networkLoaders(repositories, viewer, clock),
    }),
    consumers: [knownProjectsConsumer, knownJobsConsumer],
    async start() {
      if (settings.sample) await writeSample(db, clock, folder);
      await sampler.start();
      worker.start();
    },
    async close() {
      await Promise.all([sampler.close(), worker.close()]);
      await Promise.all([movers.real.close(), movers.simulated.close()]);
    },
  };
}
