import { printSchema } from 'graphql';
import { systemClock } from '../../lib/clock.ts';
import { closers } from '../../lib/closers.ts';
import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import { apolloGateway } from '../apolloGateway.ts';
import type { Configuration } from '../configuration.ts';
import { type FederatedGraph, federatedGraph } from '../federatedGraph.ts';
import { viewerSource } from '../identity/viewerSource.ts';
import { remoteSubgraphs } from '../remoteSubgraphs.ts';
import { type RunningServer, startServer } from '../server/startServer.ts';
import { StartError } from '../startError.ts';
import { currentSupergraph } from '../supergraph/currentSupergraph.ts';
import { pollSupergraph } from '../supergraph/pollSupergraph.ts';
import { loadSupergraph, type Supergraph } from '../supergraph/supergraph.ts';
import { readSupergraphSource } from '../supergraph/supergraphSource.ts';

/** What `weft gateway` is told. */
export interface GatewayOptions {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly say: (text: string) => void;
  /** A file or an http(s) address. */
  readonly supergraph: string;
  readonly port: number;
  /** Seconds between two looks at the supergraph; 0 looks once. */
  readonly poll: number;
  /** Addresses by subgraph name, before those of the supergraph. */
  readonly subgraph: ReadonlyMap<string, string>;
}

async function firstSupergraph(source: string): Promise<Supergraph> {
  try {
    return loadSupergraph(await readSupergraphSource(source));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`${source} cannot be used as a supergraph: ${why}`, { cause });
  }
}

async function openDoors({ configuration, log, port }: GatewayOptions, graph: FederatedGraph): Promise<RunningServer> {
  const refused = new ClientError('UNAUTHENTICATED', 'This gateway knows nobody: send no authorization header.');
  return await startServer({
    configuration: { ...configuration, port },
    graph,
    apolloGateway: apolloGateway(graph),
    viewers: viewerSource({ verify: () => Promise.reject(refused), lookUpViewer: async () => null }),
    log,
    readiness: async () => ({ ready: true, details: {} }),
    apiSdl: () => printSchema(graph.schema),
    explorer: { query: '{ __typename }', token: null },
    developmentIssuer: null,
  });
}

/** A gateway for any federation 2 supergraph: the same doors and limits as Weft's own, no database. Everybody is anonymous to it. */
export async function gateway(options: GatewayOptions): Promise<() => Promise<void>> {
  const { configuration, log, say, supergraph: source, poll } = options;
  const open = closers(log);
  try {
    const current = currentSupergraph(await firstSupergraph(source));
    const subgraphs = remoteSubgraphs(options.subgraph, configuration.limits.requestTimeoutMs);
    open.add(() => subgraphs.close());
    subgraphs.accept(current.value);
    const graph = federatedGraph({ supergraph: current, clientOf: subgraphs.of, log });
    const server = await openDoors(options, graph);
    open.add(() => server.close());
    if (poll > 0) {
      const stop = new AbortController();
      const read = (): Promise<string> => readSupergraphSource(source);
      const polled = { current, read, pollMs: poll * 1_000, accept: subgraphs.accept, clock: systemClock, log };
      const polling = pollSupergraph(polled, stop.signal);
      open.add(async () => {
        stop.abort();
        await polling;
      });
    }
    say(`The gateway is ready: ${server.url}/graphql`);
    return () => open.close();
  } catch (error) {
    await open.close();
    throw error;
  }
}
