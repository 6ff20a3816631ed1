import { type DocumentNode, execute, type GraphQLSchema, getArgumentValues, Kind, parse } from 'graphql';
import type { WebSocket } from 'ws';
import { monotonicMicros } from './monotonic.ts';
import { type Emitted, sequenceOf, statusOf } from './wallEvent.ts';

/** One subscription of a gateway. */
interface Stream {
  readonly socket: WebSocket;
  readonly id: string;
}

/** Subscriptions whose events are the same text. */
interface Group {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly streams: Set<Stream>;
}

/** What a gateway asks for. */
export interface StreamRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

const keptEvents = 10_000;

/**
 * The log of one gateway's status subgraph and who follows it. An event is executed once for all who ask for the same of it, so that a gateway that opens many
 * streams does not wait for its subgraph.
 */
export class EventStreams {
  readonly #schema: GraphQLSchema;
  readonly #groups = new Map<string, Group>();
  #log: Emitted[] = [{ sequence: 0, emittedMicros: 0, occurredAt: new Date(0).toISOString() }];
  /** Events sent, over all streams. */
  sent = 0;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** The number of the last event. */
  get sequence(): number {
    return this.#log.at(-1)?.sequence ?? 0;
  }

  get streams(): number {
    let count = 0;
    for (const { streams } of this.#groups.values()) count += streams.size;
    return count;
  }

  /** Sends the present state, or what came behind `after`, and from now on every event. The returned function ends that. */
  open(socket: WebSocket, id: string, { query, variables }: StreamRequest): () => void {
    const given = variables ?? {};
    const key = `${query}\n${JSON.stringify(given)}`;
    const group: Group = this.#groups.get(key) ?? { document: parse(query), variables: given, streams: new Set() };
    this.#groups.set(key, group);
    const stream = { socket, id };
    const after = this.#after(group);
    const last = this.#log.slice(-1);
    const missed = after === null ? last : this.#log.filter(({ sequence }) => sequence > sequenceOf(after));
    const kind = after === null ? 'CURRENT_STATE' : 'OCCUPANCY';
    for (const emitted of missed) this.#send(stream, this.#textOf(group, emitted, kind));
    group.streams.add(stream);
    return () => {
      group.streams.delete(stream);
      if (group.streams.size === 0) this.#groups.delete(key);
    };
  }

  /** Commits the next event and sends it to everybody; gives when that began. */
  emit(): number {
    const emittedMicros = monotonicMicros();
    const emitted: Emitted = { sequence: this.sequence + 1, emittedMicros, occurredAt: new Date().toISOString() };
    this.#log.push(emitted);
    if (this.#log.length > 2 * keptEvents) this.#log = this.#log.slice(-keptEvents);
    for (const group of this.#groups.values()) {
      const text = this.#textOf(group, emitted, 'OCCUPANCY');
      for (const stream of group.streams) this.#send(stream, text);
    }
    return emittedMicros;
  }

  #after({ document, variables }: Group): string | null {
    const [operation] = document.definitions;
    const field = this.#schema.getSubscriptionType()?.getFields()['centerStatus'];
    if (operation?.kind !== Kind.OPERATION_DEFINITION || field === undefined) return null;
    const node = operation.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
    if (node?.kind !== Kind.FIELD) return null;
    const { after } = getArgumentValues(field, node, variables);
    return typeof after === 'string' ? after : null;
  }

  #textOf({ document, variables }: Group, emitted: Emitted, kind: 'OCCUPANCY' | 'CURRENT_STATE'): string {
    const rootValue = { centerStatus: statusOf(emitted, kind) };
    return JSON.stringify(execute({ schema: this.#schema, document, rootValue, variableValues: variables }));
  }

  #send({ socket, id }: Stream, payload: string): void {
    this.sent += 1;
    socket.send(`{"id":${JSON.stringify(id)},"type":"next","payload":${payload}}`);
  }
}
