import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { StartError } from '../../gateway/startError.ts';
import { sseClient } from '../kit/sseClient.ts';
import { wsClient } from '../kit/wsClient.ts';
import { pipelines, testServer } from './testServer.ts';

const ticks = 'subscription { ticks { n cursor } }';
const goodbye = { errors: [{ extensions: { code: 'SHUTTING_DOWN', resumable: true } }] };

describe.each(pipelines)('stopping, with the pipeline %s', (HTTP_PIPELINE) => {
  const settings = { HTTP_PIPELINE };
  it('tells every subscription that it can be resumed, then closes sockets with 1001', async () => {
    await using server = await testServer({ settings });
    await using client = await wsClient(server.url);
    const socketStreams = [client.subscribe({ query: ticks }), client.subscribe({ query: ticks })];
    await using stream = await sseClient(server.url).subscribe({ query: ticks });
    for (let opened = 0; opened < 3; opened += 1) await server.fake.opened.next();

    const closing = server.running.close();
    for (const subscription of socketStreams) {
      expect(await subscription.next()).toMatchObject(goodbye);
      await subscription.completed();
    }
    expect(await stream.next()).toMatchObject(goodbye);
    expect((await stream.nextEvent()).event).toBe('complete');
    expect(await stream.ended()).toBe('complete');
    expect(await client.raw.closed()).toEqual({ code: 1001, reason: 'The server is stopping' });
    for (let closed = 0; closed < 3; closed += 1) await server.fake.closed.next();
    await closing;
    expect(server.running.operationCount).toBe(0);
  });

  it('lets what is in flight finish at every door', async () => {
    await using server = await testServer({ settings, times: { drainMs: 5_000 } });
    const posted = server.post({ query: '{ slow }' });
    await using client = await wsClient(server.url);
    const asked = client.subscribe({ query: '{ slow }' });
    await using stream = await sseClient(server.url).subscribe({ query: '{ slow }' });
    for (let waiting = 0; waiting < 3; waiting += 1) await server.fake.waiting.next();

    const closing = server.running.close();
    server.fake.release();
    const done = { data: { slow: 'done' } };
    expect(await (await posted).json()).toEqual(done);
    expect(await asked.next()).toEqual(done);
    expect(await stream.next()).toEqual(done);
    await closing;
  });

  it('ends what does not finish in time, and takes less than two seconds with the times of the product', async () => {
    await using server = await testServer({ settings, times: { drainMs: 1_000, farewellMs: 300 } });
    const posted = server.post({ query: '{ stuck }' });
    await using client = await wsClient(server.url);
    const asked = client.subscribe({ query: '{ stuck }' });
    for (let waiting = 0; waiting < 2; waiting += 1) await server.fake.waiting.next();
    const idle = connect(server.port, '127.0.0.1');
    idle.on('error', () => undefined);

    const begun = performance.now();
    await server.running.close();
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(await (await posted).json()).toMatchObject({ errors: [{ extensions: { code: 'SHUTTING_DOWN' } }] });
    expect(await asked.next()).toMatchObject(goodbye);
  });

  it('does not wait for readers that do not read', async () => {
    await using server = await testServer({ settings, times: { drainMs: 100, farewellMs: 50 } });
    await using client = await wsClient(server.url);
    client.subscribe({ query: 'subscription { ticks { text } }' });
    await using stream = await sseClient(server.url).subscribe({ query: 'subscription { ticks { text } }' });
    const sources = [await server.fake.opened.next(), await server.fake.opened.next()];
    client.raw.socket.pause();
    stream.pause();
    for (const source of sources) {
      for (let n = 1; n <= 20; n += 1) source.emit({ cursor: 'c', n, text: 'x'.repeat(1_000_000) });
    }
    await server.running.close();
    for (let closed = 0; closed < 2; closed += 1) await server.fake.closed.next();
  });

  it('accepts nothing new, closes idle connections at once, and may be asked for twice', async () => {
    await using server = await testServer({ settings, times: { drainMs: 5_000, farewellMs: 5_000 } });
    await (await server.post({ query: '{ greet }' })).text(); // leaves an idle connection behind
    const begun = performance.now();
    await Promise.all([server.running.close(), server.running.close()]);
    expect(performance.now() - begun).toBeLessThan(1_000);
    await expect(server.post({ query: '{ greet }' })).rejects.toThrow();
    await expect(wsClient(server.url)).rejects.toThrow();
  });
});

describe('an address that cannot be had', () => {
  it('is named when something else listens there, with the setting to change', async () => {
    await using first = await testServer();
    const second = testServer({ settings: { PORT: String(first.port) } });
    await expect(second).rejects.toThrow(StartError);
    await expect(second).rejects.toThrow(`Cannot listen on 127.0.0.1:${first.port}: something else listens there.`);
    await expect(second).rejects.toThrow('set PORT');
  });

  it('is named when this machine does not have it', async () => {
    const started = testServer({ settings: { HOST: '192.0.2.1' } });
    await expect(started).rejects.toThrow(/Cannot listen on 192\.0\.2\.1:0: .*Set HOST/);
  });
});
