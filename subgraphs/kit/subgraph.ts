import type { ClassType, NonEmptyArray } from 'type-graphql';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { Viewer } from '../../lib/viewer.ts';
import type { Database } from './database/database.ts';
import type { ConsumerDefinition, RunningConsumer } from './log/consumer.ts';
import type { EventLog } from './log/eventLog.ts';
import type { SubgraphName } from './subgraphName.ts';

export type { SubgraphName } from './subgraphName.ts';

/** What the process decides for a subgraph, constant while it runs. */
export interface SubgraphSettings {
  /** Absolute path of a folder that is this subgraph's own. */
  readonly dataFolder: string;
  /** True when the gateway listens on loopback only: what acts on this machine may run then. */
  readonly loopbackOnly: boolean;
  /** Everything simulated is a function of this and the clock. */
  readonly simulationSeed: number;
  /** True when `start` is to write the sample data, if it is not there yet. */
  readonly sample: boolean;
}

/** What a subgraph is given to work with. It opens nothing of this and closes nothing of it. */
export interface SubgraphPorts {
  readonly db: Database;
  readonly events: EventLog;
  readonly log: Log;
  readonly clock: Clock;
  readonly settings: SubgraphSettings;
  /** A running consumer of this subgraph by name; throws when the definition has none of that name. */
  readonly consumer: (name: string) => RunningConsumer;
}

/** What is known of one request when it reaches a subgraph. */
export interface SubgraphRequest {
  readonly viewer: Viewer;
  readonly requestId: string;
}

/** A subgraph with its ports plugged in. */
export interface OpenSubgraph<Context> {
  /** Made once per request, and once per event of a subscription, so that loaders never serve a row of an earlier event. */
  context(request: SubgraphRequest): Context;
  readonly consumers: readonly ConsumerDefinition[];
  /** Writes the sample data when asked to, starts the drivers. Called once, after the migrations and before the first request. */
  start(): Promise<void>;
  /** Stops what `start` started. Safe to call when `start` failed or never ran. */
  close(): Promise<void>;
}

/** Resolves one representation of an entity from the other side of a border; null or undefined when there is no such thing. */
export type ReferenceResolver<Context> = (reference: Record<string, unknown>, context: Context) => unknown;

/** A subgraph as a value: everything the platform needs to build its schema, migrate its tables and run it. */
export interface SubgraphDefinition<Context extends object = object> {
  readonly name: SubgraphName;
  /** Folder of the generated migrations. */
  readonly migrations: URL;
  readonly resolvers: NonEmptyArray<ClassType<object>>;
  /** Types that no field leads to: entities completed for other subgraphs, implementers of interfaces. */
  readonly orphanedTypes?: readonly ClassType<object>[];
  /** `__resolveReference` by entity type name. */
  readonly references: Readonly<Record<string, ReferenceResolver<Context>>>;
  /** Type name of a value by union or interface name; synchronous, and of plain objects. */
  readonly typeOf?: Readonly<Record<string, (value: object) => string>>;
  /** Directives on what decorators cannot reach, by enum, union or scalar name, e.g. `{ Colour: '@inaccessible' }`. */
  readonly typeDirectives?: Readonly<Record<string, string>>;
  open(ports: SubgraphPorts): Promise<OpenSubgraph<Context>>;
}
