import { describe, expect, it } from 'vitest';
import type { Viewer } from '../../../lib/viewer.ts';
import { deadline } from '../../kit/deadline.ts';
import { follow } from '../../kit/liveFollower.ts';
import { liveLog } from '../../kit/liveLog.ts';
import { type TestGraph, testGraph } from '../../kit/testGraph.ts';

const sizes = {
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "https://weft.dev/live/v0.1", import: ["@audience"]) @composeDirective(name: "@audience")
    directive @audience(of: Audience!) on FIELD_DEFINITION
    enum Audience { EVERYONE ORGANIZATION VIEWER }
    type Query { sizes: Int } type Item @key(fields: "id") { id: ID! size: Int @audience(of: EVERYONE) price: Int }`,
  resolvers: { Item: { __resolveReference: ({ id }: { id: string }) => ({ id, size: id.length, price: 1 }) } },
};

const open = () => {
  const log = liveLog();
  return { log, graph: testGraph({ log: log.subgraph, sizes }) };
};
const person = (userId: string, expiresAt = 2e9): Viewer => ({
  kind: 'person',
  userId,
  displayName: userId,
  platformRoles: [],
  memberships: [],
  organizationIds: ['o1'],
  expiresAt,
});
const query =
  'subscription ($after: Cursor, $of: [ID!]) { changed(after: $after, of: $of) { cursor item { n size } } }';
const entityFetches = ({ calls }: TestGraph): number => calls.filter(({ subgraph }) => subgraph === 'sizes').length;

describe('clients with the same operation, variables and audience', () => {
  it('share one stream, one completion and one event, whoever they are', async () => {
    const { log, graph } = open();
    log.append('a');
    const first = follow(graph, query, {}, { viewer: person('ada') });
    await first.reaches(1);
    const second = follow(graph, query, {}, { viewer: person('bob') });
    await second.reaches(1);
    await deadline(() => graph.graph.openStreams === 1);
    const asked = entityFetches(graph);
    log.append('b');
    await Promise.all([first.reaches(2), second.reaches(2)]);
    expect(second.events.at(-1)).toBe(first.events.at(-1));
    expect(entityFetches(graph)).toBe(asked + 1);
    expect(log.readers).toBe(1);
  });

  it('begin with the present state, each of them, and miss nothing behind it', async () => {
    const { log, graph } = open();
    for (const id of ['a', 'b', 'a']) log.append(id);
    const early = follow(graph, query);
    await early.reaches(3);
    log.append('c');
    const late = follow(graph, query);
    await late.reaches(4);
    log.append('a');
    await Promise.all([early.reaches(5), late.reaches(5)]);
    expect(early.numbers).toEqual([2, 3, 4, 5]);
    expect([...late.numbers].sort()).toEqual([2, 3, 4, 5]);
  });

  it('that come together are given one present state', async () => {
    const { log, graph } = open();
    log.append('a');
    const all = Array.from({ length: 50 }, () => follow(graph, query));
    await Promise.all(all.map((one) => one.reaches(1)));
    expect(log.opened).toHaveLength(1);
  });

  it('close the source when the last of them leaves, and not before', async () => {
    const { log, graph } = open();
    log.append('a');
    const [one, other] = [follow(graph, query), follow(graph, query)];
    await Promise.all([one.reaches(1), other.reaches(1)]);
    one.leave();
    expect(log.readers).toBe(1);
    log.append('a');
    await other.reaches(2);
    other.leave();
    expect([log.readers, graph.graph.openStreams, graph.graph.openSubscriptions]).toEqual([0, 0, 0]);
    expect(one.numbers).toEqual([1]);
  });

  it('with other variables have another stream', async () => {
    const { log, graph } = open();
    log.append('a');
    log.append('b');
    const all = follow(graph, query);
    const some = follow(graph, query, { of: ['a'] });
    await Promise.all([all.reaches(2), some.reaches(1)]);
    log.append('b');
    log.append('a');
    await Promise.all([all.reaches(4), some.reaches(4)]);
    expect(some.numbers).toEqual([1, 4]);
    expect(graph.graph.openStreams).toBe(2);
  });
});

describe('the audience of a subscription', () => {
  const secret = 'subscription { changed { item { n secret } } }';
  const price = 'subscription { changed { item { n price } } }';

  it('is the viewer alone as soon as one field of an entity is not said to be for everyone', async () => {
    const { log, graph } = open();
    log.append('a');
    const [ada, bob] = [
      follow(graph, secret, {}, { viewer: person('ada') }),
      follow(graph, secret, {}, { viewer: person('bob') }),
    ];
    await Promise.all([ada.reaches(1), bob.reaches(1)]);
    expect(graph.graph.openStreams).toBe(2);
    expect(ada.events[0]?.answer.data).toContain('ada');
    expect(bob.events[0]?.answer.data).not.toContain('ada');
    const elsewhere = [
      follow(graph, price, {}, { viewer: person('ada') }),
      follow(graph, price, {}, { viewer: person('bob') }),
    ];
    await Promise.all(elsewhere.map((one) => one.reaches(1)));
    expect(graph.graph.openStreams).toBe(4);
  });

  it('of a viewer is the same for all its connections, whenever their tokens expire', async () => {
    const { log, graph } = open();
    log.append('a');
    const both = [2e9, 3e9].map((expiresAt) => follow(graph, secret, {}, { viewer: person('ada', expiresAt) }));
    await Promise.all(both.map((one) => one.reaches(1)));
    expect(graph.graph.openStreams).toBe(1);
  });

  it('of everyone is read as nobody in particular, whoever comes first', async () => {
    const { log, graph } = open();
    log.append('a');
    const ada = follow(graph, query, {}, { viewer: person('ada'), headers: new Map([['x-secret', 'canary']]) });
    await ada.reaches(1);
    for (const { request } of graph.calls) {
      expect(request.viewer).toEqual({ kind: 'anonymous' });
      expect(request.headers).toBeUndefined();
    }
  });

  it('is not shared where the server adds what is not known here', async () => {
    const { log, graph } = open();
    log.append('a');
    const both = [1, 2].map(() => follow(graph, query, {}, { incoming: {} }));
    await Promise.all(both.map((one) => one.reaches(1)));
    expect(graph.graph.openStreams).toBe(2);
  });
});

describe('what the engine asks for on its own account', () => {
  const forms = {
    'the names of the engine':
      'subscription { changed { weftCursor: cursor weftKey0: cursor weftAt: occurredAt item { n } } }',
    'other names': 'subscription { it: changed { c: item { n } item { n } } }',
    fragments: `subscription { ...Root } fragment Root on Subscription { changed { ...Event } }
      fragment Event on Changed { item { ... on Item { n } } }`,
    'a place that is written out': 'subscription { changed(after: null) { item { n } } }',
    'only what another subgraph has': 'subscription { changed { item { n size } } }',
  };
  for (const [name, text] of Object.entries(forms)) {
    it(`is not seen by a client that uses ${name}, and has its place all the same`, async () => {
      const { log, graph } = open();
      log.append('a');
      const client = follow(graph, text);
      await client.reaches(1);
      log.append('a');
      await client.reaches(2);
      expect(client.events[1]?.cursor).toEqual(expect.any(String));
      expect(client.events[1]?.stateKey).toBe('["a"]');
      expect(client.events[1]?.committedAtMs).toBe(2);
      expect(client.events[0]?.committedAtMs).toBeNull();
      expect(client.events[1]?.answer.data).not.toMatch(/weft(Cursor_|_)/);
    });
  }

  it('leaves every event its own key where each counts', async () => {
    const { log, graph } = open();
    log.append('a');
    const client = follow(graph, 'subscription { logged { item { n } } }');
    await client.reaches(1);
    expect(client.events[0]?.stateKey).toBeNull();
  });

  it('knows where the number of merged events was asked for', async () => {
    const { log, graph } = open();
    log.append('a');
    const client = follow(graph, 'subscription { it: changed { merged ... on Changed { m: merged } item { n } } }');
    await client.reaches(1);
    expect(client.events[0]?.mergedAt).toEqual([
      ['it', 'merged'],
      ['it', 'm'],
    ]);
  });

  it('shares a stream between clients that come with a cursor and those without', async () => {
    const { log, graph } = open();
    log.append('a');
    const one = follow(graph, query);
    await one.reaches(1);
    const other = follow(graph, query, { after: one.cursor });
    log.append('a');
    await Promise.all([one.reaches(2), other.reaches(2)]);
    expect(graph.graph.openStreams).toBe(1);
    expect(log.opened).toHaveLength(1);
  });
});
