// Apollo's gateway behind Apollo Server, as their documentation puts them together. Plain JavaScript, so that no loader stands in its way.
import { readFile } from 'node:fs/promises';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const nothing = () => undefined;
const logger = { debug: nothing, info: nothing, warn: nothing, error: (text) => process.stderr.write(`${text}\n`) };

class ForwardingDataSource extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    if (context.authorization !== undefined) request.http.headers.set('authorization', context.authorization);
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: await readFile(process.argv[2], 'utf8'),
  buildService: ({ url }) => new ForwardingDataSource({ url }),
  logger,
});
const server = new ApolloServer({ gateway, logger, stopOnTerminationSignals: false });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
process.stdout.write(`ready ${url}graphql\n`);
