import { type DocumentNode, type FragmentDefinitionNode, GraphQLError, Kind, type SelectionSetNode } from 'graphql';
import type { OperationLimits } from './operationLimits.ts';

/**
 * Refuses (by throwing GraphQLError with OPERATION_TOO_LARGE) a document in which an operation or fragment selects more, or deeper, than the limits
 * allow once its fragments are expanded. Each fragment is counted once and remembered, so eighteen levels that each spread the next one twice
 * (a quarter of a million fields) cost eighteen counts. Cycles are left for validation to report.
 */
export function measureOperation(document: DocumentNode, limits: OperationLimits): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Size>();
  const open = new Set<string>();

  const sizeOfFragment = (name: string, depth: number): Size => {
    const known = measured.get(name);
    if (known !== undefined) return known;
    const fragment = fragments.get(name);
    if (fragment === undefined || open.has(name)) return nothing;
    open.add(name);
    const size = sizeOf(fragment.selectionSet, depth);
    open.delete(name);
    measured.set(name, size);
    return size;
  };

  const sizeOf = (selectionSet: SelectionSetNode, depth: number): Size => {
    let selections = 0;
    let levels = 0;
    // Also checked on the way down, so that this recursion is itself bounded.
    if (depth > limits.maxDepth) throw tooDeep(limits);
    for (const selection of selectionSet.selections) {
      selections += 1;
      let below = nothing;
      if (selection.kind === Kind.FRAGMENT_SPREAD) below = sizeOfFragment(selection.name.value, depth + 1);
      else if (selection.selectionSet !== undefined) below = sizeOf(selection.selectionSet, depth + 1);
      selections += below.selections;
      levels = Math.max(levels, below.levels);
      if (selections > limits.maxSelections) throw tooMany(limits);
      if (depth + levels > limits.maxDepth) throw tooDeep(limits);
    }
    return { selections, levels: levels + 1 };
  };

  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) sizeOf(definition.selectionSet, 1);
    else if (definition.kind === Kind.FRAGMENT_DEFINITION) sizeOfFragment(definition.name.value, 1);
  }
}

interface Size {
  readonly selections: number;
  readonly levels: number;
}

const nothing: Size = { selections: 0, levels: 0 };

function tooMany(limits: OperationLimits): GraphQLError {
  return new GraphQLError(
    `The operation selects more than ${limits.maxSelections} fields and fragments once its fragments are expanded. Ask for less, or in several requests.`,
    { extensions: { code: 'OPERATION_TOO_LARGE', limit: limits.maxSelections } },
  );
}

function tooDeep(limits: OperationLimits): GraphQLError {
  return new GraphQLError(
    `The operation is nested deeper than ${limits.maxDepth} levels once its fragments are expanded.`,
    { extensions: { code: 'OPERATION_TOO_LARGE', limit: limits.maxDepth } },
  );
}
