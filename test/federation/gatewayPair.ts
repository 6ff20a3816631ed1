import { ApolloGateway, type GatewayConfig } from '@apollo/gateway';
import { ApolloServer, type BaseContext, HeaderMap } from '@apollo/server';
import { ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import type { FormattedExecutionResult } from 'graphql';
import { WeftGateway } from '../../gateway/weftGateway.ts';
import { quietLogger } from './quietLogger.ts';

/** The context of every request of these tests. */
export interface PairContext extends BaseContext {
  readonly token: string;
}

/** One answer of one gateway, as it leaves Apollo Server. */
export interface PairAnswer {
  readonly status: number | undefined;
  readonly cacheControl: string | undefined;
  readonly result: FormattedExecutionResult;
}

/** One of the two gateways behind an Apollo Server. */
export interface AskedGateway extends AsyncDisposable {
  readonly gateway: ApolloGateway | WeftGateway;
  ask(query: string, variables?: Record<string, unknown>): Promise<PairAnswer>;
}

/** Which gateway: the customer's, or this one. */
export const makers = {
  stock: (config: GatewayConfig) => new ApolloGateway(config),
  weft: (config: GatewayConfig) => new WeftGateway(config),
} as const;

/** Starts an Apollo Server with the gateway; nothing else differs between the two. */
export async function askedGateway(gateway: ApolloGateway | WeftGateway): Promise<AskedGateway> {
  const server = new ApolloServer<PairContext>({
    gateway,
    logger: quietLogger,
    nodeEnv: 'production',
    introspection: true,
    plugins: [ApolloServerPluginUsageReportingDisabled()],
  });
  await server.start();
  return {
    gateway,
    async ask(query, variables = {}) {
      const { status, headers, body } = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: 'POST',
          headers: new HeaderMap([['content-type', 'application/json']]),
          search: '',
          body: { query, variables },
        },
        context: async () => ({ token: 'secret of the caller' }),
      });
      if (body.kind !== 'complete') throw new Error('An answer in parts');
      const result = JSON.parse(body.string) as FormattedExecutionResult;
      return { status, cacheControl: headers.get('cache-control'), result };
    },
    [Symbol.asyncDispose]: () => server.stop(),
  };
}
