import { Duplex } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { silentLog } from '../../../lib/log.ts';
import { anonymous } from '../../../lib/viewer.ts';
import { fakeAccounts } from '../../../test/kit/fakeAccounts.ts';
import { type FakeFeed, feedEvent } from '../../../test/kit/fakeFeed.ts';
import { fakeGraph } from '../../../test/kit/fakeGraph.ts';
import { frameIn } from '../../../test/kit/rawFrames.ts';
import { LiveViewer } from '../../identity/liveViewer.ts';
import { LiveViewers } from '../../identity/liveViewers.ts';
import { noObserver } from '../../subscribe/liveObserver.ts';
import { EventDelivery } from '../eventDelivery.ts';
import { liveOperations } from '../liveOperations.ts';
import { SocketOutput } from './socketOutput.ts';
import { SocketSubscription } from './socketSubscription.ts';

/** A raw socket whose peer takes everything at once, or nothing until the test lets it. */
class HeldSocket extends Duplex {
  readonly written: Buffer[] = [];
  isHeld = false;
  #release: (() => void) | null = null;
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#take([chunk], done);
  }
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.#take(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }
  override _read(): void {}
  #take(chunks: Buffer[], done: () => void): void {
    this.written.push(...chunks);
    if (this.isHeld) this.#release = done;
    else done();
  }
  release(): void {
    this.isHeld = false;
    this.#release?.();
  }
  get events(): number[] {
    const found: number[] = [];
    let bytes = Buffer.concat(this.written);
    for (let next = frameIn(bytes); next !== null; next = frameIn(bytes)) {
      const { payload } = JSON.parse(next.frame.payload.toString()) as { payload: { data: { feed: { n: number } } } };
      found.push(payload.data.feed.n);
      bytes = bytes.subarray(next.end);
    }
    return found;
  }
}

describe('a subscription on a socket', () => {
  let raw: HeldSocket;
  let output: SocketOutput;
  let feed: FakeFeed;
  beforeEach(async () => {
    raw = new HeldSocket();
    output = new SocketOutput({ readyState: 1 } as WebSocket, raw);
    raw.on('drain', () => output.drained());
    const fake = fakeGraph();
    const ports = {
      graph: fake.graph,
      operations: liveOperations(),
      log: silentLog,
      delivery: new EventDelivery(noObserver, silentLog),
      queueLimits: { events: 1_000, bytes: 10_000_000 },
    };
    const people = new LiveViewers(fakeAccounts().viewers, silentLog);
    const live = new LiveViewer(people, null, anonymous, {
      viewerChanged: () => undefined,
      viewerGone: () => undefined,
    });
    const socket = { output, live, caller: { headers: undefined, explain: undefined }, over: () => undefined };
    const subscription = new SocketSubscription(ports, socket, { id: '1', requestId: 'r.1' });
    const ready = fake.graph.prepare({ query: 'subscription { feed { n } }' });
    if ('errors' in ready) throw new Error('The fake graph has a feed');
    subscription.begin(ready);
    feed = await fake.feeds.next();
  });

  const text = 'x'.repeat(30_000);
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('sends what is new behind what waits, also when there is room already and those that wait have not had their turn', async () => {
    raw.isHeld = true;
    for (let n = 1; n <= 8; n += 1) feed.push(feedEvent(n, { text }));
    expect(output.roomBytes).toBeLessThanOrEqual(0);
    raw.release(); // the first ones of those that wait are taken at once; the others have their turn in the next one
    expect(output.roomBytes).toBeGreaterThan(0);
    expect(output.queuedBytes).toBeGreaterThan(0);
    feed.push(feedEvent(9), feedEvent(10));
    feed.push(feedEvent(11));
    await turn();
    expect(raw.events).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(output.queuedBytes).toBe(0);
  });

  it('writes as many of one call as there is room for, and keeps the rest', async () => {
    raw.isHeld = true;
    feed.push(...[1, 2, 3, 4, 5, 6].map((n) => feedEvent(n, { text })));
    expect(raw.events).toEqual([1, 2, 3]);
    raw.release();
    await turn();
    expect(raw.events).toEqual([1, 2, 3, 4, 5, 6]);
  });
});
