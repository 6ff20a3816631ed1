import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { FederatedGraph } from './federatedGraph.ts';
import type { ReadyOperation, RequestContext } from './graph.ts';

/** The context of a request; a pipeline that has prepared the operation already says so, and it is not done again. */
interface PipelineContext extends RequestContext {
  readonly progress?: { readonly operation: ReadyOperation | null } | undefined;
}

type GatewayOf<Context extends PipelineContext> = ApolloServerOptionsWithGateway<Context>['gateway'];

/**
 * The graph as Apollo Server's `gateway` option. The context of each request is its RequestContext. Documents are prepared by
 * the graph, so that Apollo Server's own parsing decides nothing. Subscriptions have their own doors.
 */
export function apolloGateway<Context extends PipelineContext>(graph: FederatedGraph): GatewayOf<Context> {
  const { supergraph } = graph;
  const stops = new Set<() => void>();
  return {
    onSchemaLoadOrUpdate(callback) {
      const tell = (): void =>
        callback({ apiSchema: supergraph.value.apiSchema, coreSupergraphSdl: supergraph.value.sdl });
      const stop = supergraph.onSwap(tell);
      stops.add(stop);
      tell();
      return () => {
        stop();
        stops.delete(stop);
      };
    },
    async load() {
      return {
        executor: async (request) => {
          // Apollo Server types the context of a gateway as any record; it is the one its `context` function made.
          const context = request.context as Context;
          const operation =
            context.progress?.operation ??
            graph.prepare({
              query: request.source,
              operationName: request.operationName,
              variables: request.request.variables,
            });
          return 'errors' in operation ? { errors: operation.errors } : await graph.execute(operation, context);
        },
      };
    },
    async stop() {
      for (const stop of stops) stop();
      stops.clear();
    },
  };
}
