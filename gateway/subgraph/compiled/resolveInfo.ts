import type { GraphQLResolveInfo } from 'graphql';
import type { SelectedField } from './compiledField.ts';
import type { Path, Run } from './run.ts';

/** The fourth argument of a resolver. */
export function resolveInfo(run: Run, field: SelectedField, path: Path): GraphQLResolveInfo {
  return {
    fieldName: field.definition.name,
    fieldNodes: field.nodes,
    returnType: field.definition.type,
    parentType: field.parentType,
    path,
    schema: run.schema,
    fragments: run.fragments,
    rootValue: run.rootValue,
    operation: run.operation,
    variableValues: run.variableValues,
  } as GraphQLResolveInfo;
}

/** The path of the field whose value, or item of its value, is at `path`. */
export function fieldPathOf(path: Path): Path {
  let place = path;
  while (typeof place.key === 'number' && place.prev !== undefined) place = place.prev;
  return place;
}
