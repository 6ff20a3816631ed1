import { GraphQLError } from 'graphql';
import { errorCodes } from '../../lib/errors.ts';
import { areMet } from '../authorize/conditions.ts';
import type { FilteredOperation } from '../authorize/filterOperation.ts';

const code = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** What a response says of removed fields: one error for each place, where `@` stands for every element of a list. Fields that the variables leave out are not told of. */
export function deniedErrors(
  denied: FilteredOperation['denied'],
): (variables: Readonly<Record<string, unknown>>) => readonly GraphQLError[] {
  const places = denied.map(({ path, conditions }) => ({ key: path.join('.'), conditions, error: deniedError(path) }));
  return (variables) => {
    const told = new Map<string, GraphQLError>();
    for (const { key, conditions, error } of places) if (areMet(conditions, variables)) told.set(key, error);
    return [...told.values()];
  };
}

function deniedError(path: readonly string[]): GraphQLError {
  return new GraphQLError(errorCodes[code].says, { path, extensions: { code } });
}
