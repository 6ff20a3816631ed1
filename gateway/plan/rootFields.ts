import { type DocumentNode, type FieldNode, Kind, OperationTypeNode, type SelectionNode } from 'graphql';
import type { Plan, PlanNode } from './planNode.ts';

/** More than these are not planned one by one: it is done after the whole has failed, and costs as much for each. */
const mostFields = 8;

/** An operation as one operation for each of its root fields. */
export interface RootFields {
  readonly documents: readonly DocumentNode[];
  /** The plan of the whole from those of the parts; null where they cannot be put together. */
  combined(plans: readonly Plan[]): Plan | null;
}

/** Null for a document that is not one query or mutation of a few plain root fields, each under a key of its own. */
export function rootFields({ definitions }: DocumentNode): RootFields | null {
  const [operation] = definitions;
  if (definitions.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION) return null;
  const { selections } = operation.selectionSet;
  const keys = new Set(
    selections.map((selection) => (isField(selection) ? (selection.alias ?? selection.name).value : '')),
  );
  const isPlain = selections.every(isField) && keys.size === selections.length;
  const isFew = selections.length > 1 && selections.length <= mostFields;
  if (!isPlain || !isFew || operation.operation === OperationTypeNode.SUBSCRIPTION) return null;
  const kind = operation.operation === OperationTypeNode.MUTATION ? 'Sequence' : 'Parallel';
  return {
    documents: selections.map((field) => ({
      kind: Kind.DOCUMENT,
      definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: [field] } }],
    })),
    combined(plans) {
      // Keys that were exchanged, and what deferred parts wait for, are known by names that are only good within one plan.
      if (plans.some(({ node, renamed }) => renamed !== null || node?.kind === 'Defer')) return null;
      const nodes = plans.flatMap(({ node }): readonly PlanNode[] => (node === null ? [] : [node]));
      return { primary: null, node: nodes.length === 0 ? null : { kind, nodes }, renamed: null };
    },
  };
}

function isField(selection: SelectionNode): selection is FieldNode {
  return selection.kind === Kind.FIELD;
}
