import { randomUUID } from 'node:crypto';
import type { GraphQLDataSource } from '@apollo/gateway';
import { OperationTypeNode, parse } from 'graphql';
import { anonymous } from '../../lib/viewer.ts';
import type { SubgraphClient } from './subgraphClient.ts';

/** A client as a data source, for supergraph managers that ask subgraphs for their schema or their health. */
export function clientDataSource(client: SubgraphClient): GraphQLDataSource {
  return {
    async process({ request }) {
      const { query = '', variables = {}, operationName, http } = request;
      const headers = new Map<string, string>();
      for (const [name, value] of http?.headers ?? []) headers.set(name.toLowerCase(), value);
      const { data, errors } = await client.execute(
        {
          query,
          document: parse(query),
          operationName,
          operationKind: OperationTypeNode.QUERY,
          variables,
          viewer: anonymous,
          requestId: randomUUID(),
          headers,
        },
        new AbortController().signal,
      );
      return { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors }) };
    },
  };
}
