import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { entityMerge, responseKeys } from './entityMerge.ts';
import type {
  BatchFetchStep,
  ContextStep,
  EntityTargets,
  FetchStep,
  KeySelection,
  PathStep,
  RewriteStep,
} from './executablePlan.ts';
import type { BatchFetchNode, ContextRewrite, FetchNode, RequiredSelection, Rewrite } from './planNode.ts';
import { representer } from './representer.ts';
import { rewritePathStep, type TypesUnder } from './typeConditions.ts';

/** Where a fetch is, and with which others it may share an answer. */
export interface FetchPlace {
  readonly path: readonly PathStep[];
  readonly sharing: number | null;
  readonly canBeOne: boolean;
}

/** One request to one subgraph, with all of it that does not depend on data made beforehand. */
export function compileFetch(node: FetchNode, place: FetchPlace, under: TypesUnder): FetchStep {
  const { requires, outputRewrites } = node;
  const renamed = renamedKeys(outputRewrites);
  const root = operationOf(node.document);
  return {
    kind: 'Fetch',
    ...requestOf(node),
    entities:
      requires === null
        ? null
        : {
            ...entityTargets({ requires, inputRewrites: node.inputRewrites, outputRewrites }, '_entities', root, under),
            canBeOne: place.canBeOne,
            contexts: node.contextRewrites.map((rewrite) => contextStep(rewrite, under)),
          },
    outputRewrites: outputRewrites.flatMap((rewrite) => rewriteStep(rewrite, under)),
    path: place.path,
    keys: requires === null ? rootKeys(root.operation).map((key) => renamed.get(key) ?? key) : [],
    renamedKeys: renamed,
    sharing: place.sharing,
  };
}

/** The same for a request that asks for entities of several places. */
export function compileBatchFetch(
  node: BatchFetchNode,
  pathsOf: (paths: readonly (readonly string[])[]) => readonly (readonly PathStep[])[],
  under: TypesUnder,
): BatchFetchStep {
  const root = operationOf(node.document);
  return {
    kind: 'BatchFetch',
    ...requestOf({ ...node, id: undefined }),
    parts: node.entities.map((part) => ({
      alias: part.alias,
      variable: part.variable,
      paths: pathsOf(part.paths),
      entities: { ...entityTargets(part, part.alias, root, under), canBeOne: false, contexts: [] },
      outputRewrites: part.outputRewrites.flatMap((rewrite) => rewriteStep(rewrite, under)),
      renamedKeys: renamedKeys(part.outputRewrites),
    })),
  };
}

interface Root {
  readonly operation: OperationDefinitionNode | undefined;
  readonly fragments: ReadonlyMap<string, SelectionSetNode>;
}

function operationOf(document: DocumentNode): Root {
  let operation: OperationDefinitionNode | undefined;
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operation ??= definition;
    else if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition.selectionSet);
  }
  return { operation, fragments };
}

function requestOf(
  node: Pick<FetchNode, 'subgraph' | 'query' | 'document' | 'operationName' | 'operationKind' | 'variables' | 'id'>,
) {
  const { subgraph, query, document, operationName, operationKind, variables, id } = node;
  const name = operationName === undefined ? '' : `"operationName":${JSON.stringify(operationName)},`;
  const bodyHead = `{"query":${JSON.stringify(query)},${name}"variables":{`;
  return { subgraph, query, document, operationName, operationKind, variables, id, bodyHead };
}

function entityTargets(
  part: Pick<BatchFetchNode['entities'][number], 'requires' | 'inputRewrites' | 'outputRewrites'>,
  responseKey: string,
  { operation, fragments }: Root,
  under: TypesUnder,
): Omit<EntityTargets, 'contexts' | 'canBeOne'> {
  const renamed = renamedKeys(part.outputRewrites);
  const field = operation?.selectionSet.selections.find(
    (selection) => selection.kind === Kind.FIELD && (selection.alias ?? selection.name).value === responseKey,
  );
  const keys = responseKeys(field?.kind === Kind.FIELD ? field.selectionSet : undefined, fragments);
  const selections = part.requires.map((selection) => keySelection(selection, under));
  return {
    selections,
    representer: representer(
      selections,
      part.inputRewrites.flatMap((rewrite) => rewriteStep(rewrite, under)),
    ),
    merge: entityMerge(
      [...new Set(keys.flatMap((key) => [key, ...(renamed.has(key) ? [renamed.get(key) ?? key] : [])]))],
      (typeName) => under(typeName).size > 1,
    ),
  };
}

/** Only those at the top of an answer's objects: errors name no others. */
function renamedKeys(rewrites: readonly Rewrite[]): ReadonlyMap<string, string> {
  const renamed = new Map<string, string>();
  for (const rewrite of rewrites) {
    const key = rewrite.path.at(-1);
    if (rewrite.kind === 'RenameKey' && key !== undefined) renamed.set(key, rewrite.to);
  }
  return renamed;
}

function rootKeys(operation: OperationDefinitionNode | undefined): readonly string[] {
  return (operation?.selectionSet.selections ?? []).flatMap((selection) =>
    selection.kind === Kind.FIELD && selection.name.value !== '__typename'
      ? [selection.alias?.value ?? selection.name.value]
      : [],
  );
}

function keySelection(selection: RequiredSelection, under: TypesUnder): KeySelection {
  if (selection.kind === 'Field') {
    const selections = selection.selections?.map((below) => keySelection(below, under)) ?? null;
    return { kind: 'Field', key: selection.key, name: selection.name, selections };
  }
  return {
    kind: 'Fragment',
    types: selection.onType === null ? null : under(selection.onType),
    selections: selection.selections.map((below) => keySelection(below, under)),
  };
}

function rewriteStep(rewrite: Rewrite, under: TypesUnder): readonly RewriteStep[] {
  const key = rewrite.path.at(-1);
  if (key === undefined) return [];
  const path = rewrite.path.slice(0, -1).map((step) => rewritePathStep(step, under));
  return [
    rewrite.kind === 'SetValue'
      ? { kind: 'SetValue', path, key, value: rewrite.value }
      : { kind: 'RenameKey', path, key, to: rewrite.to },
  ];
}

function contextStep({ path, to }: ContextRewrite, under: TypesUnder): ContextStep {
  const up = path.findIndex((step) => step !== '..');
  const rest = up === -1 ? [] : path.slice(up);
  return { up: up === -1 ? path.length : up, path: rest.map((step) => rewritePathStep(step, under)), variable: to };
}
