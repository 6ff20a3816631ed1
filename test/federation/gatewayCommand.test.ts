import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayOptions, gateway } from '../../gateway/commands/gateway.ts';
import { loadConfiguration } from '../../gateway/configuration.ts';
import { silentLog } from '../../lib/log.ts';
import { testGraph } from '../kit/testGraph.ts';
import { type ServedSubgraphs, servedSubgraphs } from './servedSubgraphs.ts';

const { schemas, supergraphSdl } = testGraph({
  things: {
    sdl: 'type Query { things: [Thing] ruled: String @policy(policies: [["owner"]]) where: String } type Thing { name: String }',
    resolvers: { Query: { things: () => [{ name: 'one' }], ruled: () => 'ruled', where: () => 'things' } },
  },
  places: {
    sdl: 'type Query { where: String @override(from: "things", label: "moved") }',
    resolvers: { Query: { where: () => 'places' } },
  },
});

describe('the options of `weft gateway`', () => {
  let folder: string;
  let served: ServedSubgraphs;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weft-gateway-'));
    await writeFile(join(folder, 'supergraph.graphql'), supergraphSdl);
    served = await servedSubgraphs(schemas);
  });
  afterAll(async () => {
    await served[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const running = async <T>(options: Partial<GatewayOptions>, use: (url: string) => Promise<T>): Promise<T> => {
    let url = '';
    const close = await gateway({
      configuration: loadConfiguration({}),
      log: silentLog,
      say: (text) => {
        url = /http:\S+/.exec(text)?.[0] ?? '';
      },
      supergraph: join(folder, 'supergraph.graphql'),
      port: 0,
      poll: 0,
      subgraph: served.urls,
      forwardHeader: [],
      ...options,
    });
    try {
      return await use(url);
    } finally {
      await close();
    }
  };
  const post = async (url: string, query: string): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return await answer.json();
  };
  const ask = (options: Partial<GatewayOptions>, query: string): Promise<unknown> =>
    running(options, (url) => post(url, query));

  it('bound the estimated cost, with a length for lists that state none', async () => {
    const query = '{ things { name } }';
    expect(await ask({ maxCost: 10 }, query)).toEqual({ data: { things: [{ name: 'one' }] } });
    expect(await ask({ maxCost: 10, listSize: 11 }, query)).toMatchObject({
      errors: [{ extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE', cost: { estimated: 11, max: 10 } } }],
    });
  });

  it('leave the metrics as they are: every plan that is built is one of weft_planning_seconds', async () => {
    const text = await running({}, async (url) => {
      for (const query of ['{ where }', '{ where }', '{ things { name } }']) await post(url, query);
      return await (await fetch(new URL('/metrics', url))).text();
    });
    expect(text).toContain('\nweft_planning_seconds_count 2\n');
    expect(text).toContain('\nweft_operations_total{door="http",outcome="answered"} 3\n');
  });

  it('turn labels of overrides on', async () => {
    expect(await ask({}, '{ where }')).toEqual({ data: { where: 'things' } });
    expect(await ask({ overrideLabel: ['moved'] }, '{ where }')).toEqual({ data: { where: 'places' } });
  });

  it('name a service that decides about policies, which are denied without it', async () => {
    expect(await ask({}, '{ ruled }')).toMatchObject({ data: { ruled: null } });
    const server = createServer((_request, response) => void response.end('{"granted":["owner"]}'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      const policyUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      expect(await ask({ policyUrl }, '{ ruled }')).toEqual({ data: { ruled: 'ruled' } });
    } finally {
      server.close();
    }
  });
});
