import type { SubgraphClient } from '../../gateway/subgraph/subgraphClient.ts';
import type { Log, LogFields } from '../../lib/log.ts';
import { silentLog } from '../../lib/log.ts';
import { type TestGraph, testGraph } from '../kit/testGraph.ts';
import { shop } from './shop.ts';

/** Keeps the fields of every error. */
export function recordingLog(): Log & { readonly lines: LogFields[] } {
  const lines: LogFields[] = [];
  return { ...silentLog, lines, error: (fields) => void lines.push(fields) };
}

/** The shop with one subgraph replaced by what `instead` makes of it. */
export function shopWith(
  name: string,
  instead: (client: SubgraphClient) => SubgraphClient,
  log: Log = silentLog,
): TestGraph {
  return testGraph(shop().subgraphs, { log, wrap: (client, of) => (of === name ? instead(client) : client) });
}

/** A client that cannot be reached. */
export const failing =
  (thrown: unknown) =>
  (client: SubgraphClient): SubgraphClient => ({ ...client, execute: () => Promise.reject(thrown) });

/** A client that answers everything alike. */
export const answering =
  (answer: object) =>
  (client: SubgraphClient): SubgraphClient => ({ ...client, execute: async () => structuredClone(answer) });
