import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadSupergraph } from '../../../gateway/supergraph/supergraph.ts';
import { decodeCursor, wasSeen } from '../../../lib/cursor.ts';
import { comparePositions } from '../../../lib/position.ts';
import { deadline } from '../../kit/deadline.ts';
import { follow, type LiveFollower } from '../../kit/liveFollower.ts';
import { type LiveLog, liveLog } from '../../kit/liveLog.ts';
import { type TestGraph, testGraph } from '../../kit/testGraph.ts';

const queries = [
  'subscription ($after: Cursor) { changed(after: $after) { cursor item { n size } } }',
  'subscription ($after: Cursor) { logged(after: $after) { cursor item { n secret } } }',
] as const;

/** Completes events in another order than they come in. */
const sizes = () => {
  let asked = 0;
  const size = async () => {
    asked += 1;
    for (let turns = (asked * 7) % 5; turns > 0; turns -= 1) await turn();
    return asked;
  };
  const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://weft.dev/live/v0.1", import: ["@audience"]) @composeDirective(name: "@audience")
    directive @audience(of: Audience!) on FIELD_DEFINITION
    enum Audience { EVERYONE ORGANIZATION VIEWER }
    type Query { sizes: Int } type Item @key(fields: "id") { id: ID! size: Int @audience(of: EVERYONE) }`;
  return { sdl, resolvers: { Item: { __resolveReference: ({ id }: { readonly id: string }) => ({ id }), size } } };
};

/** What may happen, in any order. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), id: fc.constantFrom('a', 'b', 'c') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('late' as const), id: fc.constantFrom('a', 'b', 'c') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('commit' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('join' as const), query: fc.constantFrom(0, 1) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('resume' as const), client: fc.nat(20), event: fc.nat(50) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('leave' as const), client: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('down' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('swap' as const) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('turn' as const), turns: fc.integer({ min: 1, max: 12 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Client {
  readonly query: string;
  readonly after: string | null;
  readonly follower: LiveFollower;
  hasLeft: boolean;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The numbers that a client has to get behind the place that it had: each once, in order. */
function due(cursor: string, last: number): readonly number[] {
  const { position, seen } = decodeCursor(cursor);
  return Array.from({ length: last }, (_, index) => index + 1).filter((n) => {
    const tx = BigInt(n);
    return comparePositions({ tx, seq: 1n }, position) > 0 && !(seen !== null && wasSeen(seen, tx));
  });
}

function check({ after, follower, hasLeft }: Client, last: number): void {
  const { events, numbers } = follower;
  const isExact = after !== null && !decodeCursor(after).partial;
  const first = isExact ? 0 : events.findIndex(({ cursor }) => !decodeCursor(cursor ?? '').partial) + 1;
  if (first === 0 && !isExact) return; // it left before it had the present state
  const place = isExact ? after : (events[first - 1]?.cursor ?? '');
  const got = numbers.slice(first);
  const expected = due(place, last);
  const isWhole = !hasLeft && follower.ended === undefined; // one that could not be opened has ended
  expect(got).toEqual(isWhole ? expected : expected.slice(0, got.length));
}

async function play(steps: readonly Step[], log: LiveLog, graph: TestGraph): Promise<void> {
  const clients: Client[] = [];
  const commits: (() => void)[] = [];
  let generation = 0;
  const join = (query: string, after: string | null): void => {
    const follower = follow(graph, query, after === null ? {} : { after });
    clients.push({ query, after, follower, hasLeft: false });
  };
  log.append('a');
  for (const one of steps) {
    if (one.do === 'append') log.append(one.id);
    else if (one.do === 'late') commits.push(log.appendLate(one.id));
    else if (one.do === 'commit') commits.shift()?.();
    else if (one.do === 'join') {
      if (!log.isDown) join(queries[one.query] ?? '', null);
    } else if (one.do === 'resume') {
      const from = clients[one.client % Math.max(1, clients.length)];
      const cursor = from?.follower.events[one.event % Math.max(1, from.follower.events.length)]?.cursor;
      if (from !== undefined && cursor && !log.isDown) join(from.query, cursor);
    } else if (one.do === 'leave') {
      const client = clients[one.client % Math.max(1, clients.length)];
      client?.follower.leave();
      if (client !== undefined) client.hasLeft = true;
    } else if (one.do === 'cut') log.cut();
    else if (one.do === 'down') {
      log.isDown = true;
      log.cut();
      await turn();
      log.isDown = false;
    } else if (one.do === 'swap') {
      generation += 1;
      graph.graph.supergraph.swap(loadSupergraph(`${graph.supergraphSdl}\n# ${generation}`));
    } else for (let n = 0; n < one.turns; n += 1) await turn();
  }
  for (const commit of commits) commit();
  const last = log.append('z');
  const staying = clients.filter(({ hasLeft, follower }) => !hasLeft && follower.ended === undefined);
  await Promise.all(staying.map(({ follower }) => follower.reaches(last)));
  for (const client of clients) check(client, last);
  for (const { follower } of staying) follower.leave();
  await deadline(() => log.readers === 0);
  expect([graph.graph.openStreams, graph.graph.openSubscriptions]).toEqual([0, 0]);
}

describe('whatever happens to streams', () => {
  it('every client gets every event behind its beginning exactly once and in order', async () => {
    const clock = {
      now: () => new Date(0),
      sleep: async (_: number, signal: AbortSignal) => turn().then(() => signal.throwIfAborted()),
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.constantFrom(2, 1_000),
        async (steps, events) => {
          const log = liveLog();
          const live = { clock, ring: { events, characters: 1_000_000 } };
          const graph = testGraph({ log: log.subgraph, sizes: sizes() }, { live });
          await play(steps, log, graph);
        },
      ),
      { numRuns: Number(process.env['WEFT_LIVE_RUNS'] ?? 60) },
    );
  });
});
