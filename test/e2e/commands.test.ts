import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { dataFolder, runWeft } from '../kit/weftProcess.ts';

const operationFile = fileURLToPath(new URL('../../schema/operations/NationalOverview.graphql', import.meta.url));

const federation = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])';

describe('the weft command', () => {
  it('plan prints which subgraphs an operation asks', async () => {
    await using weft = runWeft(['plan', operationFile]);
    const { code, output } = await weft.ended;
    expect(code).toBe(0);
    for (const name of ['centers', 'network', 'accounts']) expect(output).toContain(name);
  });

  it('token gives a token for a sample person, and names the roles when there is none of that name', async () => {
    await using folder = await dataFolder();
    await using good = runWeft(['token', 'researcher'], { WEFT_DATA: folder.path });
    expect((await good.ended).output).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    await using bad = runWeft(['token', 'emperor'], { WEFT_DATA: folder.path });
    const { code, output } = await bad.ended;
    expect(code).toBe(1);
    expect(output).toContain('store-owner');
  });

  it('token gives nobody an identity beyond loopback', async () => {
    await using folder = await dataFolder();
    await using weft = runWeft(['token', 'researcher'], { WEFT_DATA: folder.path, HOST: '0.0.0.0' });
    const { code, output } = await weft.ended;
    expect(code).toBe(1);
    expect(output).toContain('OIDC_ISSUER');
  });

  it('compose prints a supergraph, or every reason why there is none', async () => {
    await using folder = await dataFolder();
    const file = async (name: string, sdl: string): Promise<string> => {
      const path = join(folder.path, `${name}.graphql`);
      await writeFile(path, `${federation} ${sdl}`);
      return path;
    };
    const one = await file('one', 'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! }');
    const other = await file('other', 'type Thing @key(fields: "id") { id: ID! size: Int }');
    const wrong = await file('wrong', 'type Thing @key(fields: "id") { id: ID! size: String }');
    await using good = runWeft(['compose', one, other]);
    expect((await good.ended).output).toContain('join__Graph');
    await using bad = runWeft(['compose', one, other, wrong]);
    const { code, output } = await bad.ended;
    expect(code).toBe(1);
    expect(output).toContain('Thing.size');
  });

  it('gateway serves a supergraph whose subgraphs are elsewhere', async () => {
    const asked: string[] = [];
    const subgraph = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      asked.push(body);
      response.setHeader('content-type', 'application/json');
      response.end('{"data":{"answer":42,"other":1}}');
    }).listen(0, '127.0.0.1');
    await once(subgraph, 'listening');
    try {
      await using folder = await dataFolder();
      const sdl = join(folder.path, 'deep.graphql');
      await writeFile(sdl, `${federation} type Query { answer: Int }`);
      await using composed = runWeft(['compose', sdl]);
      const { port } = subgraph.address() as AddressInfo;
      const supergraph = join(folder.path, 'supergraph.graphql');
      const text = (await composed.ended).output.replace('url: ""', `url: "http://127.0.0.1:${port}/graphql"`);
      await writeFile(supergraph, text);
      await using gateway = runWeft(['gateway', '--supergraph', supergraph, '--port', '0', '--poll', '0.2'], {
        LOG_LEVEL: 'info',
      });
      const [, url = ''] = await gateway.line(/gateway is ready: (\S+)/);
      const headers = { 'content-type': 'application/json' };
      const ask = (query: string): Promise<Response> =>
        fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
      const answer = await ask('{ answer }');
      expect(await answer.json()).toEqual({ data: { answer: 42 } });
      expect(asked).toHaveLength(1);

      // A new supergraph is taken in while it runs; one that is broken is not.
      await writeFile(supergraph, 'type Nonsense');
      await gateway.line(/The new supergraph is not used/);
      expect(await (await ask('{ answer }')).json()).toEqual({ data: { answer: 42 } });
      await writeFile(supergraph, text.replaceAll('answer: Int', 'answer: Int other: Int'));
      await gateway.line(/A new supergraph is in use/);
      expect((await (await ask('{ other }')).json()) as object).not.toHaveProperty('errors');
    } finally {
      subgraph.close();
    }
  });
});
