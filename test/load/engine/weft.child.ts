import { readFile } from 'node:fs/promises';
import { printSchema } from 'graphql';
import { apolloGateway } from '../../../gateway/apolloGateway.ts';
import { loadConfiguration } from '../../../gateway/configuration.ts';
import { startServer } from '../../../gateway/server/startServer.ts';
import { silentLog } from '../../../lib/log.ts';
import { tokenViewer, weftGraph } from './weftGraph.ts';

// The gateway with its own doors, as `weft gateway` puts it together, with a viewer for every token.
const graph = weftGraph(await readFile(String(process.argv[2]), 'utf8'));
const server = await startServer({
  configuration: loadConfiguration({ PORT: '0', LOG_LEVEL: 'silent' }),
  graph,
  apolloGateway: apolloGateway(graph),
  viewers: {
    identify: async (authorization) =>
      authorization === undefined ? null : { issuer: 'bench', subject: authorization, expiresAt: 2 ** 32 },
    viewerOf: async (identity) => tokenViewer(identity?.subject),
  },
  log: silentLog,
  readiness: async () => ({ ready: true, details: {} }),
  apiSdl: () => printSchema(graph.schema),
  explorer: { query: '{ __typename }', token: null },
  developmentIssuer: null,
});
process.stdout.write(`ready ${server.url}/graphql\n`);
