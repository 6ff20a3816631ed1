import {
  buildSchema,
  defaultFieldResolver,
  execute,
  type GraphQLOutputType,
  type GraphQLSchema,
  isObjectType,
  printSchema,
} from 'graphql';
import type { TestResolvers } from '../../../kit/testGraph.ts';
import { placeText } from '../compare/place.ts';
import type { ResolverFaults } from '../faults/resolverFaults.ts';
import type { Operation } from '../operations/operation.ts';
import { type Answer, dataText, type Engine } from './engine.ts';

/** The whole graph as one schema, executed by graphql-js: the oracle that is never wrong about what the data is. */
export interface Monolith extends Engine {
  /** The declared type of every field of the last answer, by its place. */
  readonly types: ReadonlyMap<string, GraphQLOutputType>;
}

/** One executable schema of what clients see, with the situation's resolvers for all of it. */
export function monolith(apiSchema: GraphQLSchema, resolvers: TestResolvers, faults: ResolverFaults): Monolith {
  // A copy: the engine's own schema stays without resolvers.
  const schema = buildSchema(printSchema(apiSchema));
  const types = new Map<string, GraphQLOutputType>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const resolve = resolvers[type.name]?.[field.name] ?? defaultFieldResolver;
      field.resolve = (source, args, context, info) => {
        types.set(placeText(placeOf(info.path)), info.returnType);
        return resolve(source, args, context, info);
      };
    }
  }
  faults.install(schema);
  return {
    name: 'monolith',
    types,
    async run({ document, variables }: Operation): Promise<Answer> {
      types.clear();
      const { data, errors = [] } = await execute({ schema, document, variableValues: variables });
      return { data: dataText(data), errors };
    },
  };
}

interface PathOfGraphql {
  readonly prev: PathOfGraphql | undefined;
  readonly key: string | number;
}

function placeOf(path: PathOfGraphql): (string | number)[] {
  return path.prev === undefined ? [path.key] : [...placeOf(path.prev), path.key];
}
