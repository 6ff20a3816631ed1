import { GraphQLError, type GraphQLOutputType, isLeafType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { Compiler, Complete, SelectedField } from './compiledField.ts';
import { completeAbstract, completeObject } from './completeAbstract.ts';
import { leafSerializer } from './completeLeaf.ts';
import { failed, isThenable, type Path, type Run } from './run.ts';

/** How values of a type are completed (GraphQL specification, 6.4.3): decided once by the type, for all values. */
export function completeValue(compiler: Compiler, field: SelectedField, type: GraphQLOutputType): Complete {
  if (isNonNullType(type)) return nonNull(field, completeValue(compiler, field, type.ofType));
  const complete = ((): Complete => {
    if (isListType(type)) return completeList(field, type.ofType, completeValue(compiler, field, type.ofType));
    if (isLeafType(type)) {
      const serialize = leafSerializer(type);
      return (_run, value) => serialize(value);
    }
    return isObjectType(type) ? completeObject(compiler, field, type) : completeAbstract(compiler, field, type);
  })();
  return (run, value, path) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    return complete(run, value, path);
  };
}

/** A promise within is not looked into here: what it becomes has been completed by the inner type before it is null or not. */
function nonNull({ parentType, definition }: SelectedField, complete: Complete): Complete {
  return (run, value, path) => {
    const completed = complete(run, value, path);
    if (completed === null) {
      throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`);
    }
    return completed;
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function completeList(field: SelectedField, itemType: GraphQLOutputType, complete: Complete): Complete {
  const { nodes, parentType, definition } = field;
  const isNonNull = isNonNullType(itemType);

  const item = (run: Run, value: unknown, itemPath: Path): unknown => {
    try {
      const completed = isThenable(value)
        ? value.then((resolved) => complete(run, resolved, itemPath))
        : complete(run, value, itemPath);
      if (!isThenable(completed)) return completed;
      return completed.then(undefined, (thrown: unknown) => failed(run, thrown, { nodes, isNonNull, path: itemPath }));
    } catch (thrown) {
      return failed(run, thrown, { nodes, isNonNull, path: itemPath });
    }
  };

  return (run, value, path) => {
    if (!isIterable(value)) {
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${parentType.name}.${definition.name}".`,
      );
    }
    let hasPromise = false;
    const results: unknown[] = [];
    for (const element of value) {
      const completed = item(run, element, { prev: path, key: results.length, typename: undefined });
      hasPromise ||= isThenable(completed);
      results.push(completed);
    }
    return hasPromise ? Promise.all(results) : results;
  };
}
