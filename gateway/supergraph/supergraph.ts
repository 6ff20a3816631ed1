import { createHash } from 'node:crypto';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph as SupergraphOfApollo } from '@apollo/federation-internals';
import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLNonNull,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import type { Log } from '../../lib/log.ts';
import { type AccessRules, accessRules } from '../authorize/accessRules.ts';
import { apolloPlanner } from '../plan/apolloPlanner.ts';
import { type CostRules, costRules } from '../plan/costRules.ts';
import { type LiveRules, liveRules } from '../plan/liveRules.ts';
import { type OverrideLabel, overrideLabel } from '../plan/overrideLabels.ts';
import { planFaults } from '../plan/planFaults.ts';
import type { Planner, PlannerName } from '../plan/planner.ts';
import { planners } from '../plan/planners.ts';
import { planningBound } from '../plan/planningBound.ts';
import { withKeys } from '../plan/representationKeys.ts';
import { subgraphFacts } from '../plan/subgraphFacts.ts';
import { typesUnder } from '../plan/typeConditions.ts';

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
  /** How subscriptions are shared and resumed, by `@live` and `@audience`. */
  readonly live: LiveRules;
  /** True when some subgraph gives entities of the type by a key. */
  isEntity(typeName: string): boolean;
  /** Weights of `@cost` and `@listSize`. */
  readonly costs: CostRules;
  /** Labels of `@override(label:)`: what `PlanOptions.overrideLabels` may hold. */
  readonly overrideLabels: readonly OverrideLabel[];
  /** Subgraph names as plans use them, with the routing URL that the supergraph states (empty when it states none). */
  readonly subgraphUrls: ReadonlyMap<string, string>;
}

/** How a supergraph is loaded. */
export interface SupergraphOptions {
  /** The planner that is asked first; Apollo's when nothing is said. */
  readonly planner?: PlannerName | undefined;
  /** Is told when a planner is not available. */
  readonly log?: Log | undefined;
}

/** Loads a composed supergraph. Throws (with what is wrong) when the SDL is not one, or uses a feature that nothing here supports. */
export function loadSupergraph(sdl: string, options: SupergraphOptions = {}): Supergraph {
  const supergraph = SupergraphOfApollo.build(sdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const apiSchema = withDefer(supergraph.apiSchema().toGraphQLJSSchema());
  const fullSchema = supergraph.schema.toGraphQLJSSchema();
  const facts = subgraphFacts(sdl);
  return {
    sdl,
    hash: createHash('sha256').update(sdl).digest('hex'),
    apiSchema,
    fullSchema,
    access: accessRules(supergraph.schema),
    live: liveRules(supergraph.schema),
    isEntity: facts.isEntity,
    costs: costRules(supergraph.schema),
    planner: planners({
      supergraph: { sdl, fullSchema },
      apollo: apolloPlanner(supergraph),
      faultsOf: planFaults(fullSchema, facts),
      mended: withKeys({ schema: fullSchema, facts, under: typesUnder(fullSchema) }),
      isTooComplex: planningBound(fullSchema, facts),
      first: options.planner,
      log: options.log,
    }),
    overrideLabels: facts.overrideLabels.map(overrideLabel),
    subgraphUrls: new Map(supergraph.subgraphsMetadata().map(({ name, url }) => [name, url])),
  };
}

const deferDirective = new GraphQLDirective({
  name: 'defer',
  description:
    'Answers this fragment later than the rest, when the client accepts an answer in parts (multipart/mixed); in a query.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    label: { type: GraphQLString, description: 'Comes back with the part, to tell it from others.' },
    if: { type: new GraphQLNonNull(GraphQLBoolean), defaultValue: true, description: 'Whether to.' },
  },
});

function withDefer(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  return new GraphQLSchema({ ...config, directives: [...config.directives, deferDirective], assumeValid: true });
}
