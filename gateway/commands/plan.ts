import { readFile } from 'node:fs/promises';
import type { Log } from '../../lib/log.ts';
import { federatedGraph } from '../federatedGraph.ts';
import { supergraphFile } from '../gateway.ts';
import type { PlannerName } from '../plan/planner.ts';
import { currentSupergraph } from '../supergraph/currentSupergraph.ts';
import { loadSupergraph } from '../supergraph/supergraph.ts';

/** The plan of the operation in a file, as text; nothing is executed. */
export async function plan(options: {
  readonly log: Log;
  readonly file: string;
  readonly supergraph?: string;
  readonly planner?: PlannerName;
}): Promise<string> {
  const { log, file, planner, supergraph = supergraphFile } = options;
  const [query, sdl] = await Promise.all([readFile(file, 'utf8'), readFile(supergraph, 'utf8')]);
  const clientOf = (): never => {
    throw new Error('A plan is printed, not executed.');
  };
  const current = currentSupergraph(loadSupergraph(sdl, { planner, log }));
  return federatedGraph({ supergraph: current, clientOf, log }).planOf({ query });
}
