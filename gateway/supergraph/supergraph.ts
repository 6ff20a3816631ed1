import { createHash } from 'node:crypto';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph as SupergraphOfApollo } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { type AccessRules, accessRules } from '../authorize/accessRules.ts';
import { apolloPlanner } from '../plan/apolloPlanner.ts';
import type { Planner } from '../plan/planner.ts';

/** One generation of the graph: everything that follows from one supergraph document. Immutable; work in flight keeps the generation it began with. */
export interface Supergraph {
  readonly sdl: string;
  /** SHA-256 of the SDL in hexadecimal. */
  readonly hash: string;
  /** What a client can see. */
  readonly apiSchema: GraphQLSchema;
  /** Everything, also what is @inaccessible: for type conditions in plans, never shown. */
  readonly fullSchema: GraphQLSchema;
  readonly planner: Planner;
  /** Who may see what, by `@authenticated`, `@requiresScopes` and `@policy`; null when everybody may see all. */
  readonly access: AccessRules | null;
  /** Subgraph names as plans use them, with the routing URL that the supergraph states (empty when it states none). */
  readonly subgraphUrls: ReadonlyMap<string, string>;
}

/** Loads a composed supergraph. Throws (with what is wrong) when the SDL is not one, or uses a feature that nothing here supports. */
export function loadSupergraph(sdl: string): Supergraph {
  const supergraph = SupergraphOfApollo.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  return {
    sdl,
    hash: createHash('sha256').update(sdl).digest('hex'),
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema(),
    fullSchema: supergraph.schema.toGraphQLJSSchema(),
    access: accessRules(supergraph.schema),
    planner: apolloPlanner(supergraph),
    subgraphUrls: new Map(supergraph.subgraphsMetadata().map(({ name, url }) => [name, url])),
  };
}
