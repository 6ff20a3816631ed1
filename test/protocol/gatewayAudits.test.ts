import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gateway } from '../../gateway/commands/gateway.ts';
import { loadConfiguration } from '../../gateway/configuration.ts';
import { silentLog } from '../../lib/log.ts';
import { testGraph } from '../kit/testGraph.ts';

describe('the audits of GraphQL over HTTP, by `weft gateway`', () => {
  let folder: string;
  let url = '';
  let close: () => Promise<void>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weft-audits-'));
    const supergraph = join(folder, 'supergraph.graphql');
    await writeFile(supergraph, testGraph({ greetings: { sdl: 'type Query { hello: String }' } }).supergraphSdl);
    close = await gateway({
      configuration: loadConfiguration({}),
      log: silentLog,
      say: (text) => {
        url = /http:\S+/.exec(text)?.[0] ?? '';
      },
      supergraph,
      port: 0,
      poll: 0,
      // Nothing listens there: the audits ask for nothing that a subgraph has.
      subgraph: new Map([['greetings', 'http://127.0.0.1:9/graphql']]),
      forwardHeader: [],
    });
  });
  afterAll(async () => {
    await close();
    await rm(folder, { recursive: true });
  });

  it('all pass', async () => {
    const results = await auditServer({
      url,
      fetchFn: (input: unknown, init?: RequestInit) =>
        fetch(String(input), { ...init, headers: { ...init?.headers, 'apollo-require-preflight': 'true' } }),
    });
    expect(results.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(results).toHaveLength(61);
  });
});
