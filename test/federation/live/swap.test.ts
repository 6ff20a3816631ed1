import { describe, expect, it } from 'vitest';
import { composeSubgraphs } from '../../../gateway/supergraph/composeSubgraphs.ts';
import { loadSupergraph } from '../../../gateway/supergraph/supergraph.ts';
import type { Viewer } from '../../../lib/viewer.ts';
import { deadline } from '../../kit/deadline.ts';
import { follow } from '../../kit/liveFollower.ts';
import { liveLog } from '../../kit/liveLog.ts';
import { testGraph } from '../../kit/testGraph.ts';

const marks = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@composeDirective"])
  @link(url: "https://weft.dev/live/v0.1", import: ["@audience"]) @composeDirective(name: "@audience")
  directive @audience(of: Audience!) on FIELD_DEFINITION
  enum Audience { EVERYONE ORGANIZATION VIEWER }`;
const sizes = {
  sdl: `${marks} type Query { sizes: Int } type Item @key(fields: "id") { id: ID! size: Int @shareable @audience(of: EVERYONE) }`,
  resolvers: { Item: { __resolveReference: ({ id }: { id: string }) => ({ id, size: 1 }) } },
};

/** A graph whose subgraph of the log can give sizes too, and the supergraphs that one can change to. */
const open = () => {
  const log = liveLog();
  const { sdl, resolvers } = log.subgraph;
  const withSize = sdl.replace('secret: String', 'secret: String size: Int @shareable @audience(of: EVERYONE)');
  const compose = (subgraphs: Readonly<Record<string, string>>): string => {
    const composed = composeSubgraphs(Object.entries(subgraphs).map(([name, text]) => ({ name, sdl: text })));
    if (!composed.ok) throw new Error(JSON.stringify(composed.errors));
    return composed.supergraphSdl;
  };
  const first = compose({ log: sdl, sizes: sizes.sdl });
  const item = { ...resolvers?.['Item'], size: () => 2 };
  const subgraphs = { log: { sdl: withSize, resolvers: { ...resolvers, Item: item } }, sizes };
  const graph = testGraph(subgraphs, { edit: () => first });
  const swap = async (supergraphSdl: string): Promise<void> => {
    graph.graph.supergraph.swap(loadSupergraph(supergraphSdl));
    await graph.graph.subscriptionsSettled();
  };
  return { log, graph, sdl, withSize, first, compose, swap };
};
const query = 'subscription ($after: Cursor) { changed(after: $after) { cursor item { n size } } }';
const person = (userId: string): Viewer => ({
  kind: 'person',
  userId,
  displayName: userId,
  platformRoles: [],
  memberships: [],
  organizationIds: [],
  expiresAt: 2e9,
});
const texts = (events: readonly { readonly answer: { readonly data?: string | undefined } }[]) =>
  events.map(({ answer }) => (JSON.parse(answer.data ?? '{}') as { changed: { item: object } }).changed.item);

describe('a live subscription on a new supergraph', () => {
  it('goes on, and its source is kept when it is asked for the same', async () => {
    const { log, graph, first, swap } = open();
    log.append('a');
    const client = follow(graph, query);
    await client.reaches(1);
    await swap(`${first}\n# again`);
    log.append('a');
    await client.reaches(2);
    expect(log.opened).toHaveLength(1);
    const joining = follow(graph, query);
    await joining.reaches(2);
    await deadline(() => graph.graph.openStreams === 1);
  });

  it('is planned anew: where a field has moved to its own subgraph, the source is opened again behind the last event', async () => {
    const { log, graph, withSize, compose, swap } = open();
    log.append('a');
    const client = follow(graph, query);
    await client.reaches(1);
    await swap(compose({ log: withSize, sizes: `${marks} type Query { sizes: Int }` }));
    log.append('a');
    await client.reaches(2);
    expect(texts(client.events)).toEqual([
      { n: '1', size: 1 },
      { n: '2', size: 2 },
    ]);
    expect(log.opened).toEqual([null, client.events[0]?.cursor]);
    expect(log.readers).toBe(1);
  });

  it('ends when it does not fit any more, and says why; others go on', async () => {
    const { log, graph, sdl, compose, swap } = open();
    log.append('a');
    const gone = follow(graph, query);
    const stays = follow(graph, 'subscription { changed { item { n } } }');
    await Promise.all([gone.reaches(1), stays.reaches(1)]);
    await swap(compose({ log: sdl }));
    expect(await gone.over()).toMatchObject([
      { message: expect.stringContaining('size'), extensions: { code: 'SUPERGRAPH_CHANGED' } },
    ]);
    log.append('a');
    await stays.reaches(2);
    expect(graph.graph.openSubscriptions).toBe(1);
  });

  it('is no longer shared when what it shows is no longer for everyone', async () => {
    const { log, graph, sdl, compose, swap } = open();
    log.append('a');
    const clients = ['ada', 'bob'].map((name) => follow(graph, query, {}, { viewer: person(name) }));
    await Promise.all(clients.map((one) => one.reaches(1)));
    expect(graph.graph.openStreams).toBe(1);
    await swap(compose({ log: sdl.replace('n: String! @audience(of: EVERYONE)', 'n: String!'), sizes: sizes.sdl }));
    log.append('a');
    await Promise.all(clients.map((one) => one.reaches(2)));
    expect(graph.graph.openStreams).toBe(2);
    for (const one of clients) expect(one.numbers).toEqual([1, 2]);
  });

  it('leaves out at once what its viewer may not see any more, and only for that viewer', async () => {
    const { log, graph, sdl, compose, swap } = open();
    log.append('a');
    const nobody = follow(graph, query);
    const ada = follow(graph, query, {}, { viewer: person('ada') });
    await Promise.all([nobody.reaches(1), ada.reaches(1)]);
    const guarded = sizes.sdl
      .replace('"@composeDirective"]', '"@composeDirective", "@authenticated"]')
      .replace('size: Int @shareable', 'size: Int @shareable @authenticated');
    await swap(compose({ log: sdl, sizes: guarded }));
    log.append('a');
    await Promise.all([nobody.reaches(2), ada.reaches(2)]);
    expect(texts(nobody.events)).toEqual([
      { n: '1', size: 1 },
      { n: '2', size: null },
    ]);
    expect(nobody.events[1]?.answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    expect(texts(ada.events)).toEqual([
      { n: '1', size: 1 },
      { n: '2', size: 1 },
    ]);
  });

  it('is one of a thousand through a hundred swaps: none is lost, none repeated', { timeout: 120_000 }, async () => {
    const { log, graph, first, withSize, compose, swap } = open();
    const other = compose({ log: withSize, sizes: `${marks} type Query { sizes: Int }` });
    log.append('a');
    const clients = Array.from({ length: 1_000 }, () => follow(graph, query));
    await Promise.all(clients.map((one) => one.reaches(1)));
    let last = 1;
    for (let generation = 0; generation < 100; generation += 1) {
      // Every tenth one moves a field, so that the source is opened again.
      const swapping = swap(`${generation % 20 >= 10 ? other : first}\n# ${generation}`);
      last = log.append('a');
      await swapping;
    }
    await Promise.all(clients.map((one) => one.reaches(last)));
    const all = Array.from({ length: last }, (_, index) => index + 1);
    for (const one of clients) expect(one.numbers).toEqual(all);
    expect(log.opened).toHaveLength(1 + 10 - 1);
  });
});
