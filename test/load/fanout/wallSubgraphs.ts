import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, type GraphQLSchema, parse } from 'graphql';
import type { SubgraphSource } from '../../../gateway/supergraph/composeSubgraphs.ts';
import { circuitOf } from './wallEvent.ts';

const links = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@composeDirective", "@key"])
  @link(url: "https://weft.dev/live/v0.1", import: ["@audience", "@live"])
  @composeDirective(name: "@audience")
  @composeDirective(name: "@live")
enum LiveMode { STATE LOG }
enum Audience { EVERYONE ORGANIZATION VIEWER }
directive @live(mode: LiveMode!, key: String) on FIELD_DEFINITION
directive @audience(of: Audience!) on FIELD_DEFINITION
`;

const forAll = '@audience(of: EVERYONE)';

const status = `scalar Cursor
scalar DateTime
type Query { center(id: ID!): Center ${forAll} }
type Subscription { centerStatus(after: Cursor): CenterStatusEvent! @live(mode: STATE, key: "center.id") ${forAll} }
type CenterStatusEvent { cursor: Cursor! occurredAt: DateTime! cause: CenterStatusCause! center: Center! }
type CenterStatusCause { kind: String! message: String! }
type Capacity { cores: Cores! }
type Cores { idle: Int! total: Int! }
type Queue { running: Int! pending: Int! }
`;

const statusCenter = `id: ID! ${forAll}
  name: String! ${forAll}
  accessState: String! ${forAll}
  schedulingState: String! ${forAll}
  capacity: Capacity! ${forAll}
  queue: Queue! ${forAll}`;

const network = `type Circuit { utilization(windowSeconds: Int! = 60): Utilization! }
type Utilization { inBps: Float! outBps: Float! percent: Float! }
`;

const networkCenter = `accessCircuit: Circuit ${forAll}`;

const definitions = {
  status: `${links}${status}type Center @key(fields: "id") { ${statusCenter} }`,
  network: `${links}${network}type Center @key(fields: "id") { id: ID! ${forAll} ${networkCenter} }`,
} as const;

export type WallSubgraph = keyof typeof definitions;

interface Reference {
  readonly id: string;
}

const references = {
  status: ({ id }: Reference) => ({ id }),
  network: ({ id }: Reference) => ({ id, accessCircuit: circuitOf(id) }),
} as const;

/** The subgraphs as composition takes them: who publishes the status of centers, and who knows their circuits. All of it is for everyone. */
export function wallSources(urlOf: (name: WallSubgraph) => string): SubgraphSource[] {
  return (['status', 'network'] as const).map((name) => ({ name, sdl: definitions[name], url: urlOf(name) }));
}

/** What answers for a subgraph. */
export function wallSchema(name: WallSubgraph): GraphQLSchema {
  const resolvers = { Center: { __resolveReference: references[name] } };
  // The library types resolvers by `any`; ours are read by its runtime only.
  return buildSubgraphSchema([{ typeDefs: parse(definitions[name]), resolvers: resolvers as never }]);
}

/** Both in one schema, for a server that is no gateway. */
export function wholeSchema(): GraphQLSchema {
  const sdl = `${status}${network}type Center { ${statusCenter} ${networkCenter} }`;
  return buildSchema(sdl.replaceAll(/ @(audience|live)\([^)]*\)/g, ''));
}
