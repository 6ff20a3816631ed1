import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { type OpenRecord, setOwn } from '../../../lib/own.ts';
import type { Compiler, ExecuteField, ExecuteFields } from './compiledField.ts';
import { executeField } from './executeField.ts';
import { isThenable } from './run.ts';

/** The definition of a field, those of introspection too; undefined for one that the type does not have, which is left out. */
function definitionOf(schema: GraphQLSchema, type: GraphQLObjectType, name: string) {
  const isQuery = schema.getQueryType() === type;
  if (isQuery && name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (isQuery && name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  const found: GraphQLField<unknown, unknown> | undefined = type.getFields()[name];
  return found;
}

/** Puts what promises became in their places. Rejects with the first that does. */
async function settled(results: OpenRecord, promised: readonly [string, Promise<unknown>][]): Promise<OpenRecord> {
  const values = await Promise.all(promised.map(([, promise]) => promise));
  promised.forEach(([responseName], index) => {
    setOwn(results, responseName, values[index]);
  });
  return results;
}

/** The fields of one object as one function of it. */
export function executeFields(
  compiler: Compiler,
  schema: GraphQLSchema,
  parentType: GraphQLObjectType,
  selection: ReadonlyMap<string, readonly FieldNode[]>,
): ExecuteFields {
  const fields: { readonly responseName: string; readonly execute: ExecuteField }[] = [];
  for (const [responseName, nodes] of selection) {
    const definition = definitionOf(schema, parentType, nodes[0]?.name.value ?? '');
    if (definition === TypeNameMetaFieldDef) fields.push({ responseName, execute: () => parentType.name });
    else if (definition !== undefined) {
      fields.push({ responseName, execute: executeField(compiler, { responseName, parentType, definition, nodes }) });
    }
  }
  return (run, source, path) => {
    const results: OpenRecord = {};
    let promised: [string, Promise<unknown>][] | null = null;
    try {
      for (const { responseName, execute } of fields) {
        const value = execute(run, source, path);
        if (isThenable(value)) {
          promised ??= [];
          promised.push([responseName, value]);
        }
        setOwn(results, responseName, value);
      }
    } catch (thrown) {
      if (promised === null) throw thrown;
      // What is under way may fail too, and then nobody would be listening; it is waited for, so that nothing outlives the answer.
      return settled(results, promised).finally(() => {
        throw thrown;
      });
    }
    return promised === null ? results : settled(results, promised);
  };
}
