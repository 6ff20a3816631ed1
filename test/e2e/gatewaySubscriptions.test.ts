import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeSubgraphs } from '../../gateway/supergraph/composeSubgraphs.ts';
import { scriptedResponses } from '../kit/scriptedResponses.ts';
import { scriptedSockets } from '../kit/scriptedSockets.ts';
import { dataFolder, runWeft } from '../kit/weftProcess.ts';
import { wsClient } from '../kit/wsClient.ts';

/** A supergraph of two subgraphs with a subscription each, both at an address where nobody serves them. */
function supergraph(): string {
  const url = 'http://127.0.0.1:9/graphql';
  const composed = composeSubgraphs([
    { name: 'a', sdl: 'type Query { a: Int } type Subscription { byEvents: Int }', url },
    { name: 'b', sdl: 'type Query { b: Int } type Subscription { bySocket: Int }', url },
  ]);
  if (!composed.ok) throw new Error('It does not compose');
  return composed.supergraphSdl;
}

describe('weft gateway', () => {
  it('subscribes to each subgraph in the way and at the address that it is told', { timeout: 120_000 }, async () => {
    await using events = await scriptedResponses();
    await using sockets = await scriptedSockets();
    await using folder = await dataFolder();
    const file = join(folder.path, 'supergraph.graphql');
    await writeFile(file, supergraph());
    const start = ['gateway', '--supergraph', file, '--port', '0'];
    const byEvents = ['--subscriptions', 'a=sse', '--subscriptions-url', `a=${events.url}`];
    const bySocket = ['--subscriptions-url', `b=${sockets.url.replace('ws:', 'http:')}`];
    await using gateway = runWeft([...start, ...byEvents, ...bySocket]);
    const [, url = ''] = await gateway.line(/gateway is ready: (\S+)/);
    await using client = await wsClient(url);

    const one = client.subscribe({ query: 'subscription { byEvents }' });
    const request = await events.requests.next();
    expect(request.headers.accept).toBe('text/event-stream');
    request.begin();
    request.response.end('event: next\ndata: {"data":{"byEvents":1}}\n\nevent: complete\ndata:\n\n');
    expect(await one.next()).toEqual({ data: { byEvents: 1 } });
    await one.completed();

    const two = client.subscribe({ query: 'subscription { bySocket }' });
    const socket = await sockets.acknowledged();
    const { id } = await socket.next();
    socket.send({ type: 'next', id, payload: { data: { bySocket: 2 } } });
    expect(await two.next()).toEqual({ data: { bySocket: 2 } });
    socket.send({ type: 'complete', id });
    await two.completed();

    await using wrong = runWeft([...start, '--subscriptions', 'a=carrier-pigeon']);
    expect((await wrong.ended).output).toContain('NAME=websocket or NAME=sse');
  });
});
