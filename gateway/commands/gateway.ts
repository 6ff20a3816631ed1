import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { printSchema } from 'graphql';
import { closers } from '../../lib/closers.ts';
import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import { apolloGateway } from '../apolloGateway.ts';
import type { Configuration } from '../configuration.ts';
import { federatedGraph } from '../federatedGraph.ts';
import { viewerSource } from '../identity/viewerSource.ts';
import { startServer } from '../server/startServer.ts';
import { StartError } from '../startError.ts';
import { remoteClient } from '../subgraph/remoteClient.ts';
import type { SubgraphClient } from '../subgraph/subgraphClient.ts';
import { currentSupergraph } from '../supergraph/currentSupergraph.ts';
import { loadSupergraph, type Supergraph } from '../supergraph/supergraph.ts';

async function supergraphIn(file: string): Promise<Supergraph> {
  try {
    return loadSupergraph(await readFile(resolve(file), 'utf8'));
  } catch (cause) {
    throw new StartError(`${file} cannot be used as a supergraph: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

/** A client for each subgraph at the address that the supergraph states for it. */
function clientsOf({ subgraphUrls }: Supergraph, { limits }: Configuration) {
  const missing = [...subgraphUrls].filter(([, url]) => !URL.canParse(url)).map(([name]) => name);
  if (missing.length > 0) throw new StartError(`The supergraph states no address for: ${missing.join(', ')}.`);
  const open = [...subgraphUrls].map(([name, url]) => {
    return [name, remoteClient({ name, url, timeoutMs: limits.requestTimeoutMs })] as const;
  });
  const clients = new Map(open);
  return {
    of(name: string): SubgraphClient {
      const client = clients.get(name);
      if (client === undefined) throw new ClientError('SUBGRAPH_UNAVAILABLE', `There is no subgraph "${name}".`);
      return client;
    },
    close: async (): Promise<void> => void (await Promise.all(open.map(([, client]) => client.close()))),
  };
}

/** A gateway for any federation 2 supergraph: the same doors and limits as Weft's own, no database. Everybody is anonymous to it. */
export async function gateway(options: {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly say: (text: string) => void;
  readonly supergraph: string;
  readonly port: number;
}): Promise<() => Promise<void>> {
  const { configuration, log, say, port } = options;
  const supergraph = await supergraphIn(options.supergraph);
  const clients = clientsOf(supergraph, configuration);
  const open = closers(log);
  open.add(() => clients.close());
  const graph = federatedGraph({ supergraph: currentSupergraph(supergraph), clientOf: clients.of, log });
  const refused = new ClientError('UNAUTHENTICATED', 'This gateway knows nobody: send no authorization header.');
  try {
    const server = await startServer({
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
    open.add(() => server.close());
    say(`The gateway is ready: ${server.url}/graphql`);
    return () => open.close();
  } catch (error) {
    await open.close();
    throw error;
  }
}
