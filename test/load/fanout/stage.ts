import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeSubgraphs } from '../../../gateway/supergraph/composeSubgraphs.ts';
import type { Child } from '../engine/childProcess.ts';
import type { ClientsAnswer, ClientsOrder } from './clients.child.ts';
import type { Emission, SubgraphCounts, SubgraphOrder } from './subgraph.child.ts';
import { wallSources } from './wallSubgraphs.ts';

/** The processes around the servers. */
export interface Stage {
  readonly status: Child;
  readonly network: Child;
  readonly clients: readonly Child[];
  readonly folder: string;
  readonly say: (line: string) => void;
}

/** Composes the subgraphs with addresses that name a contender; gives the file. */
export async function supergraphFor({ status, network, folder }: Stage, channel: string): Promise<string> {
  const composition = composeSubgraphs(
    wallSources((name) => `${name === 'status' ? status.url : network.url}/${name}/${channel}`),
  );
  if (!composition.ok) throw new Error(composition.errors.map(({ message }) => message).join('\n'));
  const file = join(folder, `${channel}.graphql`);
  await writeFile(file, composition.supergraphSdl);
  return file;
}

/** Tells all processes of clients, each what is its own; gives their answers. Rejects with the first failure. */
export async function tellClients<Value>(
  { clients }: Stage,
  orderOf: (index: number) => ClientsOrder,
): Promise<readonly Value[]> {
  const answers = await Promise.all(clients.map((child, index) => child.ask<ClientsAnswer<Value>>(orderOf(index))));
  return answers.map((answer) => {
    if ('failure' in answer) throw new Error(answer.failure);
    return answer.value;
  });
}

/** Emits events to one contender; resolves when the last has been sent. */
export const emit = ({ status }: Stage, channel: string, count: number, everyMs: number): Promise<Emission> =>
  status.ask<Emission>({ kind: 'emit', channel, count, everyMs } satisfies SubgraphOrder);

/** What a contender has asked of the subgraphs so far. */
export async function countsOf({ status, network }: Stage, channel: string): Promise<SubgraphCounts> {
  const order: SubgraphOrder = { kind: 'counts', channel };
  const [first, second] = [await status.ask<SubgraphCounts>(order), await network.ask<SubgraphCounts>(order)];
  return { fetches: first.fetches + second.fetches, sent: first.sent, streams: first.streams };
}
