import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, isAbstractType, parse, specifiedDirectives } from 'graphql';
import { buildSchemaSync, createResolversMap, type PubSub } from 'type-graphql';
import { attachTypeDirectives, federatedSdl } from './federatedSdl.ts';
import { liveDirectives } from './schema/liveDirectives.ts';
import type { SubgraphDefinition } from './subgraph.ts';

/** A subgraph's schema, ready to execute, and its SDL, ready to compose. */
export interface FederatedSchema {
  readonly schema: GraphQLSchema;
  readonly sdl: string;
}

/** type-graphql asks for one as soon as there is a subscription; ours all bring their own streams. */
const noPubSub: PubSub = {
  publish: () => {
    throw new Error('Subscriptions follow the event log; nothing is published here.');
  },
  subscribe: () => {
    throw new Error('Give every @Subscription a `subscribe`; there is no topic to follow.');
  },
};

type ResolversMap = ReturnType<typeof createResolversMap>;
type Resolvers = ResolversMap[string];
type SubgraphModule = Extract<
  Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number],
  { typeDefs: unknown }
>;

/** The type of a value of a union or interface that `typeOf` says nothing about: what it says itself, or the only possible one. */
function ownTypeOf(abstractName: string, possible: readonly string[]): (value: object) => string {
  return (value) => {
    if ('__typename' in value && typeof value.__typename === 'string') return value.__typename;
    const [only, ...others] = possible;
    if (only !== undefined && others.length === 0) return only;
    throw new Error(`Say in \`typeOf\` of the subgraph which type a value of ${abstractName} is.`);
  };
}

/** Replaces type-graphql's `instanceof` and async type resolution, which fit neither plain rows nor a fast executor. */
function resolveTypes(schema: GraphQLSchema, resolvers: ResolversMap, typeOf: SubgraphDefinition['typeOf']): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isAbstractType(type)) continue;
    const possible = schema.getPossibleTypes(type).map(({ name }) => name);
    const __resolveType = typeOf?.[type.name] ?? ownTypeOf(type.name, possible);
    resolvers[type.name] = { ...resolvers[type.name], __resolveType } as Resolvers;
  }
}

function resolveReferences(resolvers: ResolversMap, definition: SubgraphDefinition): void {
  for (const [typeName, resolve] of Object.entries(definition.references)) {
    if (resolvers[typeName] === undefined) {
      throw new Error(`references names ${typeName}, which is no type of ${definition.name}; add it to orphanedTypes.`);
    }
    resolvers[typeName] = { ...resolvers[typeName], __resolveReference: resolve } as Resolvers;
  }
}

/**
 * Builds the federated schema of a subgraph from its decorated classes. Pure but for type-graphql's global metadata;
 * throws when the definition names types that it does not have.
 */
export function buildSchema<Context extends object>(definition: SubgraphDefinition<Context>): FederatedSchema {
  // Contexts differ by subgraph; here they are only passed through.
  const any = definition as unknown as SubgraphDefinition;
  const described = buildSchemaSync({
    resolvers: any.resolvers,
    orphanedTypes: [...(any.orphanedTypes ?? [])],
    validate: false,
    skipCheck: true,
    pubSub: noPubSub,
    directives: [...specifiedDirectives, ...liveDirectives],
  });
  attachTypeDirectives(described, any.typeDirectives ?? {});
  const sdl = federatedSdl(described);
  const resolvers = createResolversMap(described);
  resolveTypes(described, resolvers, any.typeOf);
  resolveReferences(resolvers, any);
  // The array form: the object form is gone from later versions of the package.
  const schema = buildSubgraphSchema([
    { typeDefs: parse(sdl), resolvers: resolvers as NonNullable<SubgraphModule['resolvers']> },
  ]);
  return { schema, sdl };
}
