import { readFile } from 'node:fs/promises';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { apolloGateway } from '../../../gateway/apolloGateway.ts';
import type { RequestContext } from '../../../gateway/graph.ts';
import { tokenViewer, weftGraph } from './weftGraph.ts';

// The engine with its own clients as the `gateway` of Apollo Server, with a plugin that adds a header to every response.
const graph = weftGraph(await readFile(String(process.argv[2]), 'utf8'));
const server = new ApolloServer<RequestContext>({
  gateway: apolloGateway<RequestContext>(graph),
  stopOnTerminationSignals: false,
  plugins: [
    {
      async requestDidStart() {
        return {
          async willSendResponse({ response }) {
            response.http.headers.set('x-answered-by', 'bench');
          },
        };
      },
    },
  ],
});
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async ({ req }) => ({
    viewer: tokenViewer(req.headers.authorization),
    requestId: 'bench',
    signal: new AbortController().signal,
    headers: new Map(
      req.headers.authorization === undefined ? [] : [['authorization', req.headers.authorization] as const],
    ),
  }),
});
process.stdout.write(`ready ${url}graphql\n`);
