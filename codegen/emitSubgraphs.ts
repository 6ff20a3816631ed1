import { buildSchema } from '../subgraphs/kit/buildSchema.ts';
import type { SubgraphDefinition } from '../subgraphs/kit/subgraph.ts';

/** The SDL of one subgraph and where it is committed. */
export interface EmittedSubgraph {
  readonly name: string;
  readonly path: string;
  readonly sdl: string;
}

/** The SDL of each subgraph, from its decorated classes. */
export function emitSubgraphs(definitions: readonly SubgraphDefinition[]): readonly EmittedSubgraph[] {
  return definitions.map((definition) => ({
    name: definition.name,
    path: `schema/subgraphs/${definition.name}.graphql`,
    sdl: buildSchema(definition).sdl,
  }));
}
