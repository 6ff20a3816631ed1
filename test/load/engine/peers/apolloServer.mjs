// A gateway behind Apollo Server, as Apollo's documentation puts them together: theirs, or the one of this project in its place, which
// then has a plugin to carry. Plain JavaScript, so that no loader stands in the way of theirs.
import { readFile } from 'node:fs/promises';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const [, , supergraph, which] = process.argv;
const nothing = () => undefined;
const logger = { debug: nothing, info: nothing, warn: nothing, error: (text) => process.stderr.write(`${text}\n`) };

class ForwardingDataSource extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    if (context.authorization !== undefined) request.http.headers.set('authorization', context.authorization);
  }
}

const plugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ response }) {
        response.http.headers.set('x-answered-by', 'bench');
      },
    };
  },
};

const isStock = which === 'stock';
const Gateway = isStock ? ApolloGateway : (await import('../../../../gateway/library.mjs')).WeftGateway;
const gateway = new Gateway({
  supergraphSdl: await readFile(supergraph, 'utf8'),
  buildService: ({ url }) => new ForwardingDataSource({ url }),
  logger,
});
const plugins = isStock ? [] : [plugin];
const server = new ApolloServer({ gateway, logger, plugins, stopOnTerminationSignals: false });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
process.stdout.write(`ready ${url}graphql\n`);
