import { channel } from '../../lib/channel.ts';
import { type CursorPlace, decodeCursor, encodeCursor, wasSeen } from '../../lib/cursor.ts';
import { ClientError } from '../../lib/errors.ts';
import { before, comparePositions } from '../../lib/position.ts';
import type { TestSubgraph } from './testGraph.ts';

/** An event of the log: the `n`-th, and the state of one thing after it. */
interface Logged {
  readonly tx: bigint;
  readonly id: string;
}

/** What its subscription gives: an event, or a part of the present state. */
interface Given {
  readonly cursor: string;
  readonly occurredAt: string;
  readonly merged: 0;
  readonly gap: { readonly reason: string } | null;
  readonly item: { readonly __typename: 'Item'; readonly id: string; readonly n: string };
}

/** A log in memory, as the subgraphs' event logs behave: a test writes it, breaks it and looks at who reads it. */
export interface LiveLog {
  /** Serves `subscription { changed(after:, of:) }`, and the entity `Item`. */
  readonly subgraph: TestSubgraph;
  /** Appends an event of the thing; everybody who follows gets it. Returns its number. */
  append(id: string): number;
  /** Begins a transaction that others overtake; the returned function commits it. What comes behind it waits. */
  appendLate(id: string): () => void;
  /** Cuts every reader off, as when its process dies. */
  cut(): void;
  /** While it is down, nobody can open a stream. */
  isDown: boolean;
  /** Forgets the events, and who read them: who comes back with a cursor of before misses them. */
  forget(): void;
  /** The history is another one: cursors of before are told of a gap. */
  rewrite(): void;
  /** Cursors that readers came with, in the order in which they came. */
  readonly opened: readonly (string | null)[];
  /** Readers now. */
  readonly readers: number;
  /** The number of the last event that can be read. */
  readonly last: number;
}

export const liveSdl = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective"])
    @link(url: "https://weft.dev/live/v0.1", import: ["@live", "@audience"])
    @composeDirective(name: "@live") @composeDirective(name: "@audience")
  directive @live(mode: LiveMode!, key: String) on FIELD_DEFINITION
  directive @audience(of: Audience!) on FIELD_DEFINITION
  enum LiveMode { STATE LOG }
  enum Audience { EVERYONE ORGANIZATION VIEWER }
  scalar Cursor
`;

const sdl = `${liveSdl}
  type Query { items: [Item!]! }
  type Subscription {
    changed(after: Cursor, of: [ID!]): Changed! @live(mode: STATE, key: "item.id") @audience(of: EVERYONE)
    logged(after: Cursor, of: [ID!]): Changed! @live(mode: LOG) @audience(of: EVERYONE)
    mine(after: Cursor): Changed! @live(mode: STATE, key: "item.id")
  }
  type Changed { cursor: Cursor! occurredAt: String! merged: Int! gap: Gap item: Item! }
  type Gap { reason: String! }
  type Item @key(fields: "id") {
    id: ID! @audience(of: EVERYONE)
    n: String! @audience(of: EVERYONE)
    secret: String
  }
`;

interface Reader {
  readonly of: ReadonlySet<string> | null;
  readonly seen: CursorPlace['seen'];
  take(event: Logged): void;
  cut(): void;
}

/** An empty log. */
export function liveLog(): LiveLog {
  let epoch = 'e1';
  let events: Logged[] = [];
  let nextTx = 1n;
  let waitingFor: bigint[] = [];
  let behind: Logged[] = [];
  const readers = new Set<Reader>();
  const opened: (string | null)[] = [];
  let isDown = false;

  const publish = (event: Logged): void => {
    events.push(event);
    for (const reader of readers) reader.take(event);
  };
  const settle = (): void => {
    behind.sort((a, b) => (a.tx < b.tx ? -1 : 1));
    while (behind[0] !== undefined && !waitingFor.some((tx) => tx < (behind[0]?.tx ?? 0n)))
      publish(behind.shift() as Logged);
  };
  const written = (tx: bigint, id: string): void => {
    behind.push({ tx, id });
    settle();
  };
  const given = (event: Logged, gap: Given['gap'], cursor: string): Given => ({
    cursor,
    occurredAt: new Date(Number(event.tx)).toISOString(),
    merged: 0,
    gap,
    item: { __typename: 'Item', id: event.id, n: event.tx.toString() },
  });
  const cursorAt = (event: Logged, seen: CursorPlace['seen']): string =>
    encodeCursor({ epoch, position: { tx: event.tx, seq: 1n }, seen, partial: false });

  /** The present state: the latest of each thing among what is committed, also what others overtook. */
  const present = (of: Reader['of']): { readonly state: readonly Logged[]; readonly place: CursorPlace } => {
    const latest = new Map<string, Logged>();
    for (const event of [...events, ...behind]) if (of === null || of.has(event.id)) latest.set(event.id, event);
    const xmin = waitingFor.reduce((least, tx) => (tx < least ? tx : least), nextTx);
    const seen = { xmax: nextTx, inProgress: new Set(waitingFor) };
    return {
      state: [...latest.values()].sort((a, b) => Number(a.tx - b.tx)),
      place: { epoch, position: before(xmin), seen, partial: false },
    };
  };

  const subscribe = (
    _: unknown,
    { after, of }: { readonly after?: string | null; readonly of?: readonly string[] | null },
  ) => {
    if (isDown) throw new ClientError('SUBGRAPH_UNAVAILABLE', 'The log is down.');
    opened.push(after ?? null);
    const wanted = of ? new Set(of) : null;
    const source = channel<{ changed: Given; logged: Given; mine: Given }>(100_000, () => readers.delete(reader));
    const send = (value: Given): void => void source.push({ changed: value, logged: value, mine: value });
    let place = after ? decodeCursor(after) : null;
    let gap: Given['gap'] = null;
    if (place !== null && place.epoch !== epoch) gap = { reason: 'EPOCH_CHANGED' };
    if (place === null || place.partial || gap !== null) {
      const now = present(wanted);
      now.state.forEach((event, index) => {
        const isLast = index === now.state.length - 1;
        send(given(event, index === 0 ? gap : null, encodeCursor({ ...now.place, partial: !isLast })));
      });
      place = now.place;
    }
    const { seen, position } = place;
    const isNew = ({ tx }: Logged): boolean =>
      comparePositions({ tx, seq: 1n }, position) > 0 && !(seen !== null && wasSeen(seen, tx));
    const reader: Reader = {
      of: wanted,
      seen,
      take(event) {
        if ((wanted === null || wanted.has(event.id)) && isNew(event)) send(given(event, null, cursorAt(event, seen)));
      },
      cut: () => source.end(new ClientError('SUBGRAPH_UNAVAILABLE', 'The log was cut off.')),
    };
    for (const event of events) reader.take(event);
    readers.add(reader);
    return source;
  };

  return {
    subgraph: {
      sdl,
      resolvers: {
        Query: { items: () => present(null).state },
        Subscription: { changed: { subscribe }, logged: { subscribe }, mine: { subscribe } },
        Item: {
          secret: (_: unknown, __: unknown, { viewer }: { readonly viewer: { readonly kind: string } }) =>
            `of ${JSON.stringify(viewer)}`,
        },
      },
    },
    append(id) {
      const tx = nextTx;
      nextTx += 1n;
      written(tx, id);
      return Number(tx);
    },
    appendLate(id) {
      const tx = nextTx;
      nextTx += 1n;
      waitingFor.push(tx);
      return () => {
        waitingFor = waitingFor.filter((one) => one !== tx);
        written(tx, id);
      };
    },
    cut() {
      for (const reader of [...readers]) reader.cut();
    },
    forget() {
      events = events.slice(-3);
      opened.length = 0;
    },
    rewrite() {
      epoch = `${epoch}x`;
      events = [];
      behind = [];
      for (const reader of [...readers]) reader.cut();
    },
    opened,
    get readers() {
      return readers.size;
    },
    get last() {
      return Number(events.at(-1)?.tx ?? 0n);
    },
    get isDown() {
      return isDown;
    },
    set isDown(value) {
      isDown = value;
    },
  };
}
