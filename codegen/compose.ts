import { printSchema } from 'graphql';
import { composeSubgraphs } from '../gateway/supergraph/composeSubgraphs.ts';
import { loadSupergraph } from '../gateway/supergraph/supergraph.ts';

/** One subgraph as composition takes it. */
export interface ComposedSubgraph {
  readonly name: string;
  readonly sdl: string;
}

/** What composition gives: the gateway loads the one and clients see the other. */
export interface Composition {
  readonly supergraph: string;
  readonly api: string;
  /** What composition found odd but not wrong. */
  readonly hints: readonly string[];
}

/** The subgraphs do not fit together; the message has every reason that composition gave. */
export class CompositionError extends Error {
  override readonly name = 'CompositionError';
}

/** Routing addresses are configuration (SUBGRAPH_<NAME>_URL); the committed supergraph only names who is asked. */
const placeholderUrl = (name: string): string => `http://${name}.invalid/graphql`;

/** Composes the subgraphs into a supergraph and its API schema, or throws CompositionError. */
export function compose(subgraphs: readonly ComposedSubgraph[]): Composition {
  const result = composeSubgraphs(subgraphs.map(({ name, sdl }) => ({ name, sdl, url: placeholderUrl(name) })));
  if (!result.ok) throw new CompositionError(result.errors.map(({ message }) => `- ${message}`).join('\n'));
  return {
    supergraph: `${result.supergraphSdl.trim()}\n`,
    api: `${printSchema(loadSupergraph(result.supergraphSdl).apiSchema).trim()}\n`,
    hints: result.hints.map(({ message }) => message),
  };
}
