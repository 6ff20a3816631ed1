import type { FieldNode, GraphQLField, GraphQLObjectType, GraphQLOutputType } from 'graphql';
import type { Path, Run } from './run.ts';

/** A field of one object type as one operation selects it. */
export interface SelectedField {
  readonly responseName: string;
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
}

/** Completes what a resolver gave; `path` is the value's. Throws, or gives a promise that rejects, for a field error. */
export type Complete = (run: Run, value: unknown, path: Path) => unknown;

/** Answers one field of one object. Throws, or gives a promise that rejects, when null goes up. */
export type ExecuteField = (run: Run, source: unknown, parentPath: Path | undefined) => unknown;

/** Answers all selected fields of one object. */
export type ExecuteFields = (run: Run, source: unknown, path: Path | undefined) => unknown;

/** What compiling one part asks of the others. */
export interface Compiler {
  /** The selection below these fields for objects of that type; compiled once, when the first such object comes. */
  fieldsOf(type: GraphQLObjectType, nodes: readonly FieldNode[]): ExecuteFields;
  completer(field: SelectedField, type: GraphQLOutputType): Complete;
}
