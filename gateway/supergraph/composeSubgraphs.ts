import { composeServices } from '@apollo/composition';
import { type DocumentNode, parse } from 'graphql';

/** One subgraph as composition sees it. */
export interface SubgraphSource {
  readonly name: string;
  readonly sdl: string | DocumentNode;
  /** The routing URL to state in the supergraph; none for a subgraph that runs in this process. */
  readonly url?: string | undefined;
}

/** A remark of the composer: something that composes but is probably not what was meant. */
export interface CompositionHint {
  readonly code: string;
  readonly message: string;
}

/** The outcome of a composition: the supergraph and hints, or every error there is. */
export type Composition =
  | { readonly ok: true; readonly supergraphSdl: string; readonly hints: readonly CompositionHint[] }
  | { readonly ok: false; readonly errors: readonly { readonly code: string; readonly message: string }[] };

/** Composes subgraphs by the rules of Apollo Federation 2. Syntax errors in a subgraph's SDL are thrown. */
export function composeSubgraphs(subgraphs: readonly SubgraphSource[]): Composition {
  const result = composeServices(
    subgraphs.map(({ name, sdl, url }) => ({
      name,
      typeDefs: typeof sdl === 'string' ? parse(sdl) : sdl,
      ...(url === undefined ? {} : { url }),
    })),
  );
  if (result.errors !== undefined) {
    return {
      ok: false,
      errors: result.errors.map((error) => ({
        code: String(error.extensions['code'] ?? 'UNKNOWN'),
        message: error.message,
      })),
    };
  }
  return {
    ok: true,
    supergraphSdl: result.supergraphSdl,
    hints: result.hints.map((hint) => ({ code: hint.definition.code, message: hint.message })),
  };
}
