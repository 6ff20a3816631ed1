import { ApolloGateway, type GraphQLDataSource, LocalGraphQLDataSource } from '@apollo/gateway';
import type { GraphQLSchema } from 'graphql';
import { quietLogger as logger } from './quietLogger.ts';

/** Apollo's own gateway over subgraphs in this process. */
export function stockGateway(supergraphSdl: string, schemas: ReadonlyMap<string, GraphQLSchema>): ApolloGateway {
  return new ApolloGateway({
    supergraphSdl,
    logger,
    buildService({ name }): GraphQLDataSource {
      const schema = schemas.get(name);
      if (schema === undefined) throw new Error(`No subgraph ${name}`);
      return new LocalGraphQLDataSource(schema);
    },
  });
}
