import {
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  locatedError,
  type OperationDefinitionNode,
  responsePathAsArray,
} from 'graphql';

/** A place in the response. Which object it is counts: errors are kept by the place where they became null. */
export type Path = GraphQLResolveInfo['path'];

/** One execution of a compiled operation. */
export interface Run {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly operation: OperationDefinitionNode;
  readonly rootValue: unknown;
  readonly contextValue: unknown;
  readonly variableValues: { readonly [name: string]: unknown };
  readonly errors: GraphQLError[];
  /** Places that an error has made null: what goes wrong below them later is nobody's business any more. Null until there is one. */
  nulled: Set<Path | undefined> | null;
}

/** A promise by graphql-js's measure. */
export function isThenable(value: unknown): value is Promise<unknown> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return typeof (value as { readonly then?: unknown }).then === 'function';
}

/** Keeps an error, unless its place is already null by an earlier one. */
export function addError(run: Run, error: GraphQLError, path: Path | undefined): void {
  run.nulled ??= new Set();
  for (let place = path; place !== undefined; place = place.prev) {
    if (run.nulled.has(place)) return;
  }
  if (run.nulled.has(undefined)) return;
  run.nulled.add(path);
  run.errors.push(error);
}

/** What becomes of a field, or an item of a list, that failed: null with an error, or, where null may not be, the error goes up. */
export function failed(
  run: Run,
  thrown: unknown,
  at: {
    readonly nodes: ConstructorParameters<typeof GraphQLError>[1];
    readonly isNonNull: boolean;
    readonly path: Path;
  },
): null {
  const error = locatedError(thrown, at.nodes as never, responsePathAsArray(at.path));
  if (at.isNonNull) throw error;
  addError(run, error, at.path);
  return null;
}
