import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { DataSources } from './dataSources.ts';
import type { Supergraph } from './supergraph/supergraph.ts';

/** The answer of a subgraph that is well. */
export interface HealthyService {
  readonly name: string;
  readonly response: Awaited<ReturnType<GraphQLDataSource['process']>>;
}

type CheckKind = Exclude<GraphQLDataSourceProcessOptions, { readonly incomingRequestContext: unknown }>['kind'];

/** The package exports the enumeration as a type only. */
const healthCheckKind = 'health check' as CheckKind;

/** Asks every subgraph of a supergraph for the name of its root type. Rejects with the first that does not answer. */
export async function healthCheck(
  sources: Pick<DataSources, 'of'>,
  { subgraphUrls }: Pick<Supergraph, 'subgraphUrls'>,
): Promise<readonly HealthyService[]> {
  return await Promise.all(
    [...subgraphUrls].map(async ([name, url]) => {
      try {
        const request = { query: 'query __ApolloServiceHealthCheck__ { __typename }' };
        return {
          name,
          response: await sources.of({ name, url }).process({ kind: healthCheckKind, request, context: {} }),
        };
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`The subgraph "${name}" failed the health check: ${why}`, { cause });
      }
    }),
  );
}
