import { readFile } from 'node:fs/promises';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { apolloGateway } from '../../../gateway/apolloGateway.ts';
import type { RequestContext } from '../../../gateway/graph.ts';
import { tokenViewer, weftGraph } from './weftGraph.ts';

// The engine as the `gateway` option of Apollo Server, with a plugin that looks at every request and every response.
const graph = weftGraph(await readFile(String(process.argv[2]), 'utf8'));
let seen = 0;
const server = new ApolloServer<RequestContext>({
  gateway: apolloGateway<RequestContext>(graph),
  stopOnTerminationSignals: false,
  plugins: [
    {
      async requestDidStart() {
        return {
          async willSendResponse({ response }) {
            seen += response.http.headers.size;
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
    requestId: String(seen),
    signal: new AbortController().signal,
  }),
});
process.stdout.write(`ready ${url}graphql\n`);
