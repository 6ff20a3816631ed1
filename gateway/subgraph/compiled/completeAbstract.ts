import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  isObjectType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import type { Compiler, Complete, ExecuteFields, SelectedField } from './compiledField.ts';
import { fieldPathOf, resolveInfo } from './resolveInfo.ts';
import { isThenable, type Run } from './run.ts';

/** Objects of one type, with the question whether they are of it. */
export function completeObject(compiler: Compiler, field: SelectedField, type: GraphQLObjectType): Complete {
  let compiled: ExecuteFields | null = null;
  const fields: Complete = (run, value, path) => {
    compiled ??= compiler.fieldsOf(type, field.nodes);
    return compiled(run, value, path);
  };
  const { isTypeOf } = type;
  if (isTypeOf === null || isTypeOf === undefined) return fields;
  return (run, value, path) => {
    const refuse = (): never => {
      throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, {
        nodes: field.nodes,
      });
    };
    const isOfType: unknown = isTypeOf(value, run.contextValue, resolveInfo(run, field, fieldPathOf(path)));
    if (isThenable(isOfType)) return isOfType.then((is) => (is ? fields(run, value, path) : refuse()));
    return isOfType ? fields(run, value, path) : refuse();
  };
}

/** Objects of an interface or a union; graphql-js's messages for type names that do not fit. */
export function completeAbstract(compiler: Compiler, field: SelectedField, type: GraphQLAbstractType): Complete {
  const completers = new Map<unknown, Complete>();
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const completerOf = (run: Run, typeName: unknown, value: unknown): Complete => {
    const known = completers.get(typeName);
    if (known !== undefined) return known;
    const completer = completeObject(compiler, field, runtimeType(run, { typeName, value, type, field }));
    completers.set(typeName, completer);
    return completer;
  };
  return (run, value, path) => {
    // The common case of the default, without putting together what it does not look at.
    const named = resolveType === defaultTypeResolver ? ownTypeName(value) : undefined;
    const typeName: unknown =
      named ?? resolveType(value, run.contextValue, resolveInfo(run, field, fieldPathOf(path)), type);
    if (!isThenable(typeName)) return completerOf(run, typeName, value)(run, value, path);
    return typeName.then((name) => completerOf(run, name, value)(run, value, path));
  };
}

function ownTypeName(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('__typename' in value)) return undefined;
  return typeof value.__typename === 'string' ? value.__typename : undefined;
}

interface Claim {
  readonly typeName: unknown;
  readonly value: unknown;
  readonly type: GraphQLAbstractType;
  readonly field: SelectedField;
}

function runtimeType({ schema }: Run, { typeName, value, type, field }: Claim): GraphQLObjectType {
  const { nodes, parentType, definition } = field;
  const place = `"${parentType.name}.${definition.name}"`;
  const must = `Abstract type "${type.name}" must resolve to an Object type at runtime for field ${place}`;
  if (typeName === null || typeName === undefined) {
    const either = `Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`;
    throw new GraphQLError(`${must}. ${either}`, { nodes });
  }
  if (isObjectType(typeName)) {
    throw new GraphQLError(
      'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
    );
  }
  if (typeof typeName !== 'string') {
    throw new GraphQLError(`${must} with value ${inspect(value)}, received "${inspect(typeName)}".`);
  }
  const found = schema.getType(typeName);
  if (found === undefined) {
    const absent = `was resolved to a type "${typeName}" that does not exist inside the schema.`;
    throw new GraphQLError(`Abstract type "${type.name}" ${absent}`, { nodes });
  }
  if (!isObjectType(found)) {
    throw new GraphQLError(`Abstract type "${type.name}" was resolved to a non-object type "${typeName}".`, { nodes });
  }
  if (!schema.isSubType(type, found)) {
    const impossible = `Runtime Object type "${found.name}" is not a possible type for "${type.name}".`;
    throw new GraphQLError(impossible, { nodes });
  }
  return found;
}
