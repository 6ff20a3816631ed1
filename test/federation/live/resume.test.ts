import { describe, expect, it } from 'vitest';
import type { LiveOptions } from '../../../gateway/subscribe/liveOptions.ts';
import { deadline } from '../../kit/deadline.ts';
import { follow } from '../../kit/liveFollower.ts';
import { liveLog } from '../../kit/liveLog.ts';
import { testGraph } from '../../kit/testGraph.ts';

const query = 'subscription ($after: Cursor) { changed(after: $after) { cursor gap { reason } item { n } } }';

/** A clock whose sleeps are over at once, and a time that a test moves on. */
const quick = () => {
  let nowMs = 0;
  const sleeps: number[] = [];
  return {
    sleeps,
    advance(ms: number) {
      nowMs += ms;
    },
    clock: {
      now: () => new Date(nowMs),
      async sleep(ms: number, signal: AbortSignal) {
        signal.throwIfAborted();
        sleeps.push(ms);
        await new Promise((resolve) => setImmediate(resolve));
      },
    },
  };
};

const open = (live: Partial<LiveOptions> = {}) => {
  const log = liveLog();
  const time = quick();
  return { log, time, graph: testGraph({ log: log.subgraph }, { live: { clock: time.clock, ...live } }) };
};

describe('a client that comes back with a cursor', () => {
  it('continues exactly behind it, from the stream that others share, without asking the subgraph', async () => {
    const { log, graph } = open();
    log.append('a');
    const stays = follow(graph, query);
    await stays.reaches(1);
    for (const id of ['a', 'b', 'a']) log.append(id);
    await stays.reaches(4);
    const back = follow(graph, query, { after: stays.events[1]?.cursor });
    await back.reaches(4);
    log.append('b');
    await back.reaches(5);
    expect(back.numbers).toEqual([3, 4, 5]);
    expect(log.opened).toHaveLength(1);
  });

  it('that is older than what is in memory catches up alone and then joins', async () => {
    const { log, graph } = open({ ring: { events: 2, characters: 1_000_000 } });
    log.append('a');
    const stays = follow(graph, query);
    await stays.reaches(1);
    for (let n = 2; n <= 9; n += 1) log.append('a');
    await stays.reaches(9);
    const back = follow(graph, query, { after: stays.events[2]?.cursor });
    await back.reaches(9);
    await deadline(() => graph.graph.openStreams === 1);
    log.append('a');
    await Promise.all([back.reaches(10), stays.reaches(10)]);
    expect(back.numbers).toEqual([4, 5, 6, 7, 8, 9, 10]);
    expect(log.opened).toEqual([null, stays.events[2]?.cursor]);
  });

  it('of another history is told of the gap, with a fresh present state', async () => {
    const { log, graph } = open();
    for (const id of ['a', 'b']) log.append(id);
    const before = follow(graph, query);
    await before.reaches(2);
    const { cursor } = before;
    before.leave();
    log.rewrite();
    for (const id of ['a', 'b', 'a']) log.append(id);
    const back = follow(graph, query, { after: cursor });
    await back.reaches(5);
    expect(back.numbers).toEqual([4, 5]);
    expect(back.events.map(({ answer }) => answer.data?.includes('EPOCH_CHANGED'))).toEqual([true, false]);
  });

  it('that is none of this field ends with BAD_CURSOR', async () => {
    const { log, graph } = open();
    log.append('a');
    const stays = follow(graph, query);
    await stays.reaches(1);
    const wrong = follow(graph, query, { after: 'nonsense' });
    expect(await wrong.over()).toMatchObject([{ extensions: { code: 'BAD_CURSOR' } }]);
    log.append('a');
    await stays.reaches(2);
  });

  it('begun while others overtook a transaction misses neither, and gets neither twice', async () => {
    const { log, graph } = open();
    log.append('a');
    const stays = follow(graph, query);
    await stays.reaches(1);
    const commit = log.appendLate('b');
    log.append('a'); // the third, seen by a present state before the second
    const late = follow(graph, query);
    await late.reaches(3);
    commit();
    log.append('a');
    await Promise.all([stays.reaches(4), late.reaches(4)]);
    expect(stays.numbers).toEqual([1, 2, 3, 4]);
    expect(late.numbers).toEqual([3, 2, 4]);
    await deadline(() => graph.graph.openStreams === 1);
  });
});

describe('a stream whose subgraph is lost', () => {
  it('pauses, is opened again behind the last event, and its clients notice nothing', async () => {
    const { log, graph } = open();
    log.append('a');
    const clients = [follow(graph, query), follow(graph, query)];
    await Promise.all(clients.map((one) => one.reaches(1)));
    log.isDown = true;
    log.cut();
    for (const id of ['a', 'b']) log.append(id);
    log.isDown = false;
    await Promise.all(clients.map((one) => one.reaches(3)));
    for (const one of clients) expect(one.numbers).toEqual([1, 2, 3]);
    expect(log.opened).toEqual([null, clients[0]?.events[0]?.cursor]);
  });

  it('is waited for with pauses that grow and differ, up to a bound', async () => {
    const { log, graph, time } = open();
    log.append('a');
    const client = follow(graph, query);
    await client.reaches(1);
    log.isDown = true;
    log.cut();
    await deadline(() => time.sleeps.length > 12);
    log.append('b');
    log.isDown = false;
    await client.reaches(2);
    const [first = 0, , , fourth = 0] = time.sleeps;
    expect(first).toBeLessThanOrEqual(100);
    expect(fourth).toBeGreaterThan(first);
    expect(Math.max(...time.sleeps)).toBeLessThanOrEqual(5_000);
    expect(new Set(time.sleeps).size).toBeGreaterThan(6);
  });

  it('for longer than it is waited for ends, and says to resume', async () => {
    const { log, graph, time } = open({ patienceMs: 60_000 });
    log.append('a');
    const client = follow(graph, query);
    await client.reaches(1);
    log.isDown = true;
    log.cut();
    await deadline(() => time.sleeps.length > 2);
    expect(client.ended).toBeUndefined();
    time.advance(60_000);
    expect(await client.over()).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', resumable: true } }]);
    expect([graph.graph.openStreams, graph.graph.openSubscriptions]).toEqual([0, 0]);
    log.append('b');
    log.isDown = false;
    const back = follow(graph, query, { after: client.cursor });
    await back.reaches(2);
    expect(back.numbers).toEqual([2]);
  });

  it('that could not be opened at all says so at once', async () => {
    const { log, graph } = open();
    log.isDown = true;
    expect(await follow(graph, query).over()).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
  });

  it('closes while it pauses as soon as the last client has left', async () => {
    const { log, graph, time } = open();
    log.append('a');
    const client = follow(graph, query);
    await client.reaches(1);
    log.isDown = true;
    log.cut();
    await deadline(() => time.sleeps.length > 1);
    client.leave();
    expect(graph.graph.openStreams).toBe(0);
    const tried = time.sleeps.length;
    log.isDown = false;
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(time.sleeps.length).toBeLessThanOrEqual(tried + 1);
    expect(log.opened).toHaveLength(1);
  });
});

describe('a renewed viewer', () => {
  const secret = 'subscription { changed { cursor item { n secret } } }';
  const as = (name: string) => ({ viewer: { kind: 'service', name } as const });
  const context = (name: string) => ({ requestId: 'r', signal: new AbortController().signal, ...as(name) });

  it('goes on behind the last event with what it may see now', async () => {
    const { log, graph } = open();
    log.append('a');
    const client = follow(graph, secret, {}, as('one'));
    await client.reaches(1);
    client.renew(context('two'));
    await deadline(() => log.opened.length === 2);
    log.append('a');
    await client.reaches(2);
    expect(client.numbers).toEqual([1, 2]);
    expect(client.events.map(({ answer }) => answer.data?.includes('two'))).toEqual([false, true]);
    expect(graph.graph.openStreams).toBe(1);
  });

  it('that sees the same stays where it is', async () => {
    const { log, graph } = open();
    log.append('a');
    const client = follow(graph, query, {}, as('one'));
    await client.reaches(1);
    client.renew(context('two'));
    log.append('a');
    await client.reaches(2);
    expect(log.opened).toHaveLength(1);
  });
});
