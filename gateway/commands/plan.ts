import { readFile } from 'node:fs/promises';
import type { Log } from '../../lib/log.ts';
import { federatedGraph } from '../federatedGraph.ts';
import { supergraphFile } from '../gateway.ts';
import { currentSupergraph } from '../supergraph/currentSupergraph.ts';
import { loadSupergraph } from '../supergraph/supergraph.ts';

/** The plan of the operation in a file, as text; nothing is executed. */
export async function plan(options: {
  readonly log: Log;
  readonly file: string;
  readonly supergraph?: string;
}): Promise<string> {
  const { log, file, supergraph = supergraphFile } = options;
  const [query, sdl] = await Promise.all([readFile(file, 'utf8'), readFile(supergraph, 'utf8')]);
  const clientOf = (): never => {
    throw new Error('A plan is printed, not executed.');
  };
  return federatedGraph({ supergraph: currentSupergraph(loadSupergraph(sdl)), clientOf, log }).planOf({ query });
}
