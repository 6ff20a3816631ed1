import { type GraphQLResolveInfo, getArgumentValues, isLeafType, isNonNullType } from 'graphql';
import type { Compiler, ExecuteField, SelectedField } from './compiledField.ts';
import { unchangedBy } from './completeLeaf.ts';
import { resolveInfo } from './resolveInfo.ts';
import { failed, isThenable, type Path, type Run } from './run.ts';

type Resolve = (run: Run, source: unknown, path: Path) => unknown;
type Arguments = { [argument: string]: unknown };

/** How a field gets its arguments: an object of its own for each call, since it is the resolver's to keep. */
function argumentsOf({ definition, nodes }: SelectedField): (run: Run) => Arguments {
  const [node] = nodes;
  if (definition.args.length === 0 || node === undefined) return () => ({});
  return ({ variableValues }) => getArgumentValues(definition, node, variableValues);
}

/** What graphql-js does for a field without a resolver: the property of that name, called when it is a function. */
function property(source: unknown, name: string): unknown {
  if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined;
  return (source as Readonly<Record<string, unknown>>)[name];
}

type Methods = Record<string, (args: Arguments, context: unknown, info: GraphQLResolveInfo) => unknown>;

function resolver(field: SelectedField): Resolve {
  const { resolve, name } = field.definition;
  const argumentsFor = argumentsOf(field);
  if (resolve !== undefined) {
    return (run, source, path) => resolve(source, argumentsFor(run), run.contextValue, resolveInfo(run, field, path));
  }
  return (run, source, path) => {
    const given = argumentsFor(run);
    const value = property(source, name);
    if (typeof value !== 'function') return value;
    return (source as Methods)[name]?.(given, run.contextValue, resolveInfo(run, field, path));
  };
}

/** A field as a function of its object (GraphQL specification, 6.4): everything that the operation and the schema settle is settled here. */
export function executeField(compiler: Compiler, field: SelectedField): ExecuteField {
  const { responseName, parentType, definition, nodes } = field;
  const isNonNull = isNonNullType(definition.type);
  const complete = compiler.completer(field, definition.type);
  const resolve = resolver(field);
  const typename = parentType.name;

  const finish = (run: Run, source: unknown, prev: Path | undefined, resolveOne: Resolve): unknown => {
    const path: Path = { prev, key: responseName, typename };
    try {
      const resolved = resolveOne(run, source, path);
      const completed = isThenable(resolved)
        ? resolved.then((value) => complete(run, value, path))
        : complete(run, resolved, path);
      if (!isThenable(completed)) return completed;
      return completed.then(undefined, (thrown: unknown) => failed(run, thrown, { nodes, isNonNull, path }));
    } catch (thrown) {
      return failed(run, thrown, { nodes, isNonNull, path });
    }
  };

  const isUnchanged = plainLeaf(definition);
  if (isUnchanged === undefined) return (run, source, prev) => finish(run, source, prev, resolve);
  const { name } = definition;
  // Most fields are properties with text or numbers: those need neither a path nor a completer.
  return (run, source, prev) => {
    let value: unknown;
    try {
      value = property(source, name);
    } catch (thrown) {
      const rethrow = (): never => {
        throw thrown;
      };
      return finish(run, source, prev, rethrow);
    }
    if (isUnchanged(value)) return value;
    if (typeof value === 'function') return finish(run, source, prev, resolve);
    return finish(run, source, prev, () => value);
  };
}

/** For a leaf that is a plain property: which values need nothing done to them. */
function plainLeaf({ resolve, args, type }: SelectedField['definition']): ((value: unknown) => boolean) | undefined {
  if (resolve !== undefined || args.length > 0) return undefined;
  const named = isNonNullType(type) ? type.ofType : type;
  return isLeafType(named) ? unchangedBy(named) : undefined;
}
