import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { OperationAccess, PlacedField } from './operationAccess.ts';
import type { Requirement } from './requirement.ts';

/** An operation without what a viewer may not see. */
export interface FilteredOperation {
  /** What is to be planned, with the variables that are left; null when nothing is. */
  readonly planned: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode } | null;
  /** What the response looks like: everything that was asked for. */
  readonly shown: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode };
  /** Fields of `shown` that are null in every response, with all that is below them. */
  readonly hidden: ReadonlySet<FieldNode>;
  /** The removed fields that the response tells of. */
  readonly denied: readonly Pick<PlacedField, 'path' | 'conditions'>[];
}

const typeName: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Removes every field with a requirement that is not met. `document` gives the fragments that introspection uses. */
export function filterOperation(
  access: OperationAccess,
  document: DocumentNode,
  met: ReadonlySet<Requirement>,
): FilteredOperation {
  const { operation, fields } = access;
  const hidden = new Set<FieldNode>();
  const denied: PlacedField[] = [];

  const keep = ({ selections }: SelectionSetNode): SelectionNode[] =>
    selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
      const placed = selection.kind === Kind.FIELD ? fields.get(selection) : undefined;
      if (selection.kind === Kind.FIELD && placed?.requirements.some((requirement) => !met.has(requirement)) === true) {
        hide(selection, hidden);
        if (placed.conditions !== null) denied.push(placed);
        return [];
      }
      // Introspection is left as it is.
      if (selection.selectionSet === undefined || isIntrospection(selection)) return [selection];
      const selectionSet = { kind: Kind.SELECTION_SET, selections: keep(selection.selectionSet) } as const;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        return selectionSet.selections.length === 0 ? [] : [{ ...selection, selectionSet }];
      }
      // Whether the object is there, and how many there are, may still be told.
      if (selectionSet.selections.length === 0) selectionSet.selections.push(typeName);
      return [{ ...selection, selectionSet }];
    });

  const selections = keep(operation.selectionSet);
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return {
    planned: selections.length === 0 ? null : withUsedDefinitions(operation, selections, fragments),
    shown: { document: { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] }, operation },
    hidden,
    denied,
  };
}

function isIntrospection(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && (selection.name.value === '__schema' || selection.name.value === '__type');
}

function hide(field: FieldNode, hidden: Set<FieldNode>): void {
  visit(field, {
    Field(node) {
      hidden.add(node);
    },
  });
}

/** Without the variables and fragments that only the removed parts used. */
function withUsedDefinitions(
  operation: OperationDefinitionNode,
  selections: readonly SelectionNode[],
  fragments: DocumentNode['definitions'],
): NonNullable<FilteredOperation['planned']> {
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
  const filtered: OperationDefinitionNode = { ...operation, variableDefinitions: [], selectionSet };
  const definitions = [filtered, ...usedFragments(filtered, fragments)];
  const used = new Set<string>();
  visit(
    { kind: Kind.DOCUMENT, definitions },
    {
      Variable({ name }) {
        used.add(name.value);
      },
    },
  );
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  const planned = { ...filtered, variableDefinitions };
  return {
    document: { kind: Kind.DOCUMENT, definitions: [planned, ...definitions.slice(1)] },
    operation: planned,
  };
}

function usedFragments(
  operation: OperationDefinitionNode,
  fragments: DocumentNode['definitions'],
): DocumentNode['definitions'] {
  const used = new Set<string>();
  const spread = (node: DocumentNode['definitions'][number]): void => {
    visit(node, {
      FragmentSpread({ name }) {
        if (used.has(name.value)) return;
        used.add(name.value);
        for (const fragment of fragments) {
          if (fragment.kind === Kind.FRAGMENT_DEFINITION && fragment.name.value === name.value) spread(fragment);
        }
      },
    });
  };
  spread(operation);
  return fragments.filter((fragment) => fragment.kind === Kind.FRAGMENT_DEFINITION && used.has(fragment.name.value));
}
