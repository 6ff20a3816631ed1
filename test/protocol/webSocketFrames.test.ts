import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedEvent } from '../kit/fakeFeed.ts';
import { clientFrame, type FrameOptions, type RawFrames, rawFrames } from '../kit/rawFrames.ts';
import { beside } from './beside.ts';
import { type TestServer, testServer } from './testServer.ts';

const init = '{"type":"connection_init"}';
const ping = '{"type":"ping"}';
const subscribe = (id: string, query = 'subscription { feed { n text } }'): string =>
  JSON.stringify({ type: 'subscribe', id, payload: { query } });

describe('frames', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer({ settings: { MAX_BODY_BYTES: '20000', LIVE_QUEUE_BYTES: '10000000' } });
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  async function joined(): Promise<RawFrames> {
    const client = await rawFrames(server.port);
    client.send(init);
    expect(await client.message()).toEqual({ type: 'connection_ack' });
    return client;
  }

  describe('of a peer that are wrong close its socket with the code of RFC 6455, and nobody else’s', () => {
    const wrong: readonly (readonly [what: string, text: string | Buffer, options: FrameOptions, code: number])[] = [
      ['no mask', ping, { isMasked: false }, 1002],
      ['an unknown opcode for data', ping, { opcode: 3 }, 1002],
      ['an unknown opcode for control', ping, { opcode: 11 }, 1002],
      ['compressed, which was not agreed', ping, { reserved: 0x40 }, 1002],
      ['a reserved bit', ping, { reserved: 0x20 }, 1002],
      ['a continuation of nothing', ping, { opcode: 0 }, 1002],
      ['a ping in fragments', '', { opcode: 9, isFinal: false }, 1002],
      ['a ping of 126 bytes', 'x'.repeat(126), { opcode: 9 }, 1002],
      ['a close frame of one byte', 'x', { opcode: 8 }, 1002],
      ['a close frame with a code that may not be sent', Buffer.from([0x03, 0xed]), { opcode: 8 }, 1002],
      ['text that is not UTF-8', Buffer.from([0x22, 0xff, 0x22]), {}, 1007],
      ['more than a message may have', 'x'.repeat(20_001), {}, 1009],
    ];
    it.each(wrong)('%s', async (_what, text, options, code) => {
      await beside(server, { init: null }, async () => {
        await using client = await joined();
        client.send(text, options);
        expect(await client.closeCode()).toBe(code);
        return 'is over';
      });
    });

    it('text in the middle of another text', async () => {
      await beside(server, { init: null }, async () => {
        await using client = await joined();
        client.send('{"type":', { isFinal: false });
        client.send(ping);
        expect(await client.closeCode()).toBe(1002);
        return 'is over';
      });
    });

    it('fragments that together are more than a message may have', async () => {
      await beside(server, { init: null }, async () => {
        await using client = await joined();
        client.send('x'.repeat(15_000), { isFinal: false });
        client.send('x'.repeat(15_000), { opcode: 0 });
        expect(await client.closeCode()).toBe(1009);
        return 'is over';
      });
    });

    it('half a frame, and then nothing', async () => {
      await beside(server, { init: null }, async () => {
        const client = await joined();
        client.socket.end(clientFrame(subscribe('1')).subarray(0, 20));
        await expect(client.frames.next()).rejects.toThrow('closed');
        return 'is over';
      });
    });
  });

  describe('of a peer that are right are taken however they are cut', () => {
    it('byte by byte', async () => {
      await beside(server, { init: null }, async () => {
        await using client = await joined();
        for (const byte of clientFrame(ping)) client.socket.write(Buffer.from([byte]));
        expect(await client.message()).toEqual({ type: 'pong' });
        return 'goes on';
      });
    });

    it('many in one piece, in order', async () => {
      await beside(server, { init: null }, async () => {
        await using client = await joined();
        const pings = Array.from({ length: 50 }, (_, n) =>
          clientFrame(JSON.stringify({ type: 'ping', payload: { n } })),
        );
        client.socket.write(Buffer.concat(pings));
        for (let n = 0; n < 50; n += 1) expect(await client.message()).toEqual({ type: 'pong', payload: { n } });
        return 'goes on';
      });
    });

    it('one message in fragments, with control frames between them', async () => {
      await beside(server, { init: null }, async () => {
        await using client = await joined();
        client.send('{"type":', { isFinal: false });
        client.send('are you there', { opcode: 9 });
        client.send('"pi', { opcode: 0, isFinal: false });
        client.send('', { opcode: 10 });
        client.send('ng"}', { opcode: 0 });
        const pong = await client.frames.next();
        expect([pong.opcode, pong.payload.toString()]).toEqual([10, 'are you there']);
        expect(await client.message()).toEqual({ type: 'pong' });
        return 'goes on';
      });
    });
  });

  describe('of the server', () => {
    // Where the length of the payload changes its form, and where bodies begin to be written without being copied.
    it.each([0, 1, 125, 126, 127, 65_535, 65_536, 65_537, 300_000])(
      'are final, not masked, and have the shortest header for a payload of about %i bytes',
      async (bytes) => {
        await using client = await joined();
        client.send(subscribe('i'));
        const feed = await server.fake.feeds.next();
        const overhead = JSON.stringify({
          id: 'i',
          type: 'next',
          payload: { data: { feed: { n: 1, merged: 0, text: '' } } },
        }).length;
        feed.push(feedEvent(1, { text: 'x'.repeat(Math.max(0, bytes - overhead)) }));
        const { opcode, isFinal, isMasked, headerBytes, payload } = await client.frames.next();
        expect({ opcode, isFinal, isMasked }).toEqual({ opcode: 1, isFinal: true, isMasked: false });
        expect(headerBytes).toBe(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
        expect(payload.length).toBe(Math.max(bytes, overhead));
        expect(JSON.parse(payload.toString())).toMatchObject({
          id: 'i',
          type: 'next',
          payload: { data: { feed: { n: 1 } } },
        });
      },
    );

    it('never mix, whatever is written in the same turn: events, answers, protocol pings and control frames', async () => {
      await using client = await joined();
      const ids = ['a', 'b', 'c'];
      for (const id of ids) client.send(subscribe(id));
      const feeds = [await server.fake.feeds.next(), await server.fake.feeds.next(), await server.fake.feeds.next()];
      const rounds = 60;
      let queries = 0;
      for (let n = 1; n <= rounds; n += 1) {
        client.send(`control ${n}`, { opcode: 9 });
        client.send(JSON.stringify({ type: 'ping', payload: { n } }));
        client.send(subscribe(`q${n}`, '{ greet }'));
        queries += 1;
        const size = [10, 200, 17_000, 70_000, 0][n % 5] ?? 0;
        const event = feedEvent(n, { text: 'é'.repeat(size) });
        // One at a time and two together, small and large, before what was just sent can have been read and after.
        feeds[0]?.push(event);
        if (n % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
        feeds[1]?.push(event, feedEvent(n + 1_000));
        feeds[2]?.push(event);
      }
      const seen = new Map<string, number[]>(ids.map((id) => [id, []]));
      const counts = { pongs: 0, controls: 0, completes: 0, greetings: 0 };
      const expected = rounds * 4 + rounds + rounds + queries * 2;
      for (let read = 0; read < expected; read += 1) {
        const { opcode, payload } = await client.frames.next();
        const text = payload.toString();
        if (opcode === 10) {
          counts.controls += 1;
          expect(text).toBe(`control ${counts.controls}`);
          continue;
        }
        expect(opcode).toBe(1);
        const message = JSON.parse(text) as {
          type: string;
          id?: string;
          payload?: { n?: number; data?: { feed?: { n: number } } };
        };
        const n = message.payload?.data?.feed?.n;
        if (n !== undefined) seen.get(message.id ?? '')?.push(n);
        else if (message.type === 'pong') {
          counts.pongs += 1;
          expect(message.payload?.n).toBe(counts.pongs);
        } else if (message.type === 'complete') counts.completes += 1;
        else counts.greetings += 1;
      }
      const all = Array.from({ length: rounds }, (_, index) => index + 1);
      expect(seen.get('a')).toEqual(all);
      expect(seen.get('b')).toEqual(all.flatMap((n) => [n, n + 1_000]));
      expect(seen.get('c')).toEqual(all);
      expect(counts).toEqual({ pongs: rounds, controls: rounds, completes: queries, greetings: queries });
    });
  });
});
