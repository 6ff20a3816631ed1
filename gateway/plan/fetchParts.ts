import { Kind, type OperationTypeNode, type SelectionSetNode } from 'graphql';
import type { BatchFetchNode, FetchNode, RequiredSelection, Rewrite } from './planNode.ts';

/** What one fetch brings to some places; a BatchFetch is several of them. */
export interface PlannedFetch {
  readonly subgraph: string;
  readonly operationKind: OperationTypeNode;
  /** From the root of the response. */
  readonly paths: readonly (readonly string[])[];
  readonly requires: readonly RequiredSelection[] | null;
  readonly selectionSet: SelectionSetNode;
  readonly fragments: ReadonlyMap<string, SelectionSetNode & { readonly onType: string }>;
  readonly renamedKeys: ReadonlyMap<string, string>;
  /** Variables that take values of contexts. */
  readonly contextVariables: ReadonlySet<string>;
}

/** The parts of a fetch node that stands at this path. */
export function fetchParts(node: FetchNode | BatchFetchNode, path: readonly string[]): readonly PlannedFetch[] {
  const fragments = new Map<string, SelectionSetNode & { readonly onType: string }>();
  let root: SelectionSetNode | undefined;
  for (const definition of node.document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) root ??= definition.selectionSet;
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    fragments.set(definition.name.value, { ...definition.selectionSet, onType: definition.typeCondition.name.value });
  }
  if (root === undefined) return [];
  const { subgraph, operationKind } = node;
  const shared = { subgraph, operationKind, fragments };
  if (node.kind === 'BatchFetch') {
    return node.entities.flatMap(({ alias, paths, requires, outputRewrites }) => {
      const selectionSet = below(root, alias);
      if (selectionSet === undefined) return [];
      return [
        {
          ...shared,
          paths,
          requires,
          selectionSet,
          renamedKeys: renamed(outputRewrites),
          contextVariables: new Set<string>(),
        },
      ];
    });
  }
  const { requires, outputRewrites, contextRewrites } = node;
  const selectionSet = requires === null ? root : below(root, '_entities');
  if (selectionSet === undefined) return [];
  const renamedKeys = renamed(outputRewrites);
  return [
    {
      ...shared,
      paths: [path],
      requires,
      selectionSet,
      renamedKeys,
      contextVariables: new Set(contextRewrites.map(({ to }) => to)),
    },
  ];
}

function below(root: SelectionSetNode, key: string): SelectionSetNode | undefined {
  for (const selection of root.selections) {
    if (selection.kind === Kind.FIELD && (selection.alias ?? selection.name).value === key)
      return selection.selectionSet;
  }
  return undefined;
}

function renamed(rewrites: readonly Rewrite[]): ReadonlyMap<string, string> {
  return new Map(
    rewrites.flatMap((rewrite) => {
      const key = rewrite.path.at(-1);
      return rewrite.kind === 'RenameKey' && key !== undefined ? [[key, rewrite.to] as const] : [];
    }),
  );
}
