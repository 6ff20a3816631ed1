import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { composeSubgraphs } from '../../gateway/supergraph/composeSubgraphs.ts';
import { jsonSubgraph } from '../kit/jsonSubgraph.ts';
import { dataFolder, runWeft } from '../kit/weftProcess.ts';

/** A supergraph of two subgraphs at one address, whose generation shows in the name of a field. */
function supergraphOf(generation: number, url: string): string {
  const composed = composeSubgraphs([
    { name: 'a', sdl: `type Query { thing: Int added${generation}: Int }`, url },
    { name: 'b', sdl: 'type Query { other: Int }', url },
  ]);
  if (!composed.ok) throw new Error('It does not compose');
  return composed.supergraphSdl;
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Replaces a file as careful programs do: whole, under its name in one step. */
async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

async function post(url: string, query: string, headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
}

/** Sends one operation after the other from several clients until told to stop. */
function load(url: string, clients: number) {
  let stopped = false;
  let sent = 0;
  const failed: unknown[] = [];
  const client = async (index: number): Promise<void> => {
    for (let turn = 0; !stopped; turn += 1) {
      const response = await post(url, `query Load${index}x${turn % 40} { thing other }`).catch(
        (error: unknown) => error,
      );
      sent += 1;
      const answer = response instanceof Response ? await response.text() : String(response);
      if (answer.trim() !== '{"data":{"thing":1,"other":1}}') failed.push(answer);
    }
  };
  const running = Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  return {
    failed,
    get sent() {
      return sent;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

describe('weft gateway', () => {
  it('takes new supergraphs under load without a failed request, and refuses one that is broken', {
    timeout: 120_000,
  }, async () => {
    await using subgraph = await jsonSubgraph('{"data":{"thing":1,"other":1}}');
    await using folder = await dataFolder();
    const file = join(folder.path, 'supergraph.graphql');
    await writeFile(file, supergraphOf(0, subgraph.url));
    await using gateway = runWeft(['gateway', '--supergraph', file, '--port', '0'], { LOG_LEVEL: 'info' });
    const [, url = ''] = await gateway.line(/gateway is ready: (\S+)/);
    const ready = new URL('/health/ready', url);
    const traffic = load(url, 8);
    for (let generation = 1; generation <= 4; generation += 1) {
      if (generation === 3) {
        await replace(file, 'type Nonsense');
        await gateway.line(/The new supergraph is not used/);
        const health = await fetch(ready);
        expect(health.status).toBe(200);
        expect(await health.json()).toMatchObject({
          ready: true,
          details: { update: expect.stringMatching(/^refused at/) },
        });
      }
      const text = supergraphOf(generation, subgraph.url);
      await replace(file, text);
      await gateway.line(new RegExp(`"hash":"${hashOf(text)}".*A new supergraph is in use`));
      const added = await post(url, `{ added${generation} }`);
      expect(await added.json()).not.toHaveProperty('errors');
    }
    await traffic.stop();
    expect(traffic.failed).toEqual([]);
    expect(traffic.sent).toBeGreaterThan(50);
    expect(await (await fetch(ready)).json()).toMatchObject({ details: { update: 'none refused' } });
    expect(gateway.output()).toMatch(/"planned":[1-9]/);
  });

  it('looks at an address, and is told what has not changed', { timeout: 120_000 }, async () => {
    await using subgraph = await jsonSubgraph('{"data":{"thing":1,"added1":1}}');
    let text = supergraphOf(0, subgraph.url);
    const asked: (string | undefined)[] = [];
    const registry = createServer((request, response) => {
      asked.push(request.headers['if-none-match']);
      const etag = `"${hashOf(text)}"`;
      if (request.headers['if-none-match'] === etag) response.writeHead(304).end();
      else response.writeHead(200, { etag }).end(text);
    }).listen(0, '127.0.0.1');
    await once(registry, 'listening');
    try {
      const address = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/supergraph`;
      const settings = { LOG_LEVEL: 'info' };
      await using gateway = runWeft(['gateway', '--supergraph', address, '--port', '0', '--poll', '0.05'], settings);
      const [, url = ''] = await gateway.line(/gateway is ready: (\S+)/);
      const before = hashOf(text);
      text = supergraphOf(1, subgraph.url);
      await gateway.line(/A new supergraph is in use/);
      expect(await (await post(url, '{ added1 }')).json()).toEqual({ data: { added1: 1 } });
      expect(asked[0]).toBeUndefined();
      expect(asked).toContain(`"${before}"`);
    } finally {
      registry.closeAllConnections();
      registry.close();
    }
  });

  it('passes on the headers that it is told to, and no others', { timeout: 120_000 }, async () => {
    await using subgraph = await jsonSubgraph('{"data":{"thing":1}}');
    await using folder = await dataFolder();
    const file = join(folder.path, 'supergraph.graphql');
    await writeFile(file, supergraphOf(0, subgraph.url));
    const given = ['--forward-header', 'Authorization', '--forward-header', 'x-tenant'];
    await using gateway = runWeft(['gateway', '--supergraph', file, '--port', '0', ...given]);
    const [, url = ''] = await gateway.line(/gateway is ready: (\S+)/);
    const sent = { authorization: 'Bearer of.somebody.else', 'x-tenant': 'one', 'x-other': 'two' };
    expect(await (await post(url, '{ thing }', sent)).json()).toEqual({ data: { thing: 1 } });
    const stream = await post(url, '{ thing }', { ...sent, accept: 'text/event-stream' });
    expect(await stream.text()).toContain('{"data":{"thing":1}}');
    expect(
      subgraph.headers.map((headers) => [headers['authorization'], headers['x-tenant'], headers['x-other']]),
    ).toEqual([
      ['Bearer of.somebody.else', 'one', undefined],
      ['Bearer of.somebody.else', 'one', undefined],
    ]);
    await using strict = runWeft(['gateway', '--supergraph', file, '--port', '0']);
    const [, strictUrl = ''] = await strict.line(/gateway is ready: (\S+)/);
    expect((await post(strictUrl, '{ thing }', sent)).status).toBe(401);
    await using wrong = runWeft(['gateway', '--supergraph', file, '--port', '0', '--forward-header', 'content-length']);
    expect((await wrong.ended).output).toContain('name of a header');
  });
});
