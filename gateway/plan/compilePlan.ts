import { type GraphQLSchema, isAbstractType, isInterfaceType, Kind } from 'graphql';
import { unreachable } from '../../lib/unreachable.ts';
import type { FetchStep, KeySelection, RewritePathStep, RewriteStep, Step } from './executablePlan.ts';
import type { FetchNode, PlanNode, RequiredSelection, Rewrite } from './planNode.ts';

/** Turns plan nodes into steps: type conditions become sets of type names, rewrite paths are parsed, every fetch knows its place in the response. */
export interface PlanCompiler {
  step(node: PlanNode): Step;
  fetch(node: FetchNode): FetchStep;
}

/** A compiler for plans over this supergraph schema (the full one: plans may mention what clients cannot see). */
export function planCompiler(fullSchema: GraphQLSchema): PlanCompiler {
  const typesUnder = typeNames(fullSchema);
  return {
    step: (node) => compileNode(node, [], typesUnder),
    fetch: (node) => compileFetch(node, [], typesUnder),
  };
}

type TypesUnder = (typeName: string) => ReadonlySet<string>;

/** Names that an object selected by `... on <typeName>` may carry: itself, its object types, and the interfaces under it. */
function typeNames(schema: GraphQLSchema): TypesUnder {
  const known = new Map<string, ReadonlySet<string>>();
  return (typeName) => {
    const before = known.get(typeName);
    if (before !== undefined) return before;
    const names = new Set([typeName]);
    const type = schema.getType(typeName);
    if (isAbstractType(type)) {
      for (const { name } of schema.getPossibleTypes(type)) names.add(name);
      if (isInterfaceType(type)) for (const { name } of schema.getImplementations(type).interfaces) names.add(name);
    }
    known.set(typeName, names);
    return names;
  };
}

function compileNode(node: PlanNode, path: readonly string[], typesUnder: TypesUnder): Step {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel': {
      const steps = node.nodes.map((child) => compileNode(child, path, typesUnder));
      const [only] = steps;
      return steps.length === 1 && only !== undefined ? only : { kind: node.kind, steps };
    }
    case 'Flatten':
      return { kind: 'Flatten', path: node.path, step: compileNode(node.node, [...path, ...node.path], typesUnder) };
    case 'Condition':
      return {
        kind: 'Condition',
        variable: node.variable,
        whenTrue: node.whenTrue === null ? null : compileNode(node.whenTrue, path, typesUnder),
        whenFalse: node.whenFalse === null ? null : compileNode(node.whenFalse, path, typesUnder),
      };
    case 'Fetch':
      return compileFetch(node, path, typesUnder);
    case 'BatchFetch':
    case 'Defer':
      throw new Error(`A plan with ${node.kind} cannot be run yet`);
    default:
      return unreachable(node);
  }
}

function compileFetch(node: FetchNode, path: readonly string[], typesUnder: TypesUnder): FetchStep {
  const renamedKeys = new Map<string, string>();
  for (const rewrite of node.outputRewrites) {
    const key = rewrite.path.at(-1);
    if (rewrite.kind === 'RenameKey' && key !== undefined) renamedKeys.set(key, rewrite.to);
  }
  return {
    kind: 'Fetch',
    subgraph: node.subgraph,
    query: node.query,
    document: node.document,
    operationName: node.operationName,
    operationKind: node.operationKind,
    variables: node.variables,
    requires: node.requires === null ? null : node.requires.map((selection) => compileSelection(selection, typesUnder)),
    inputRewrites: node.inputRewrites.flatMap((rewrite) => compileRewrite(rewrite, typesUnder)),
    outputRewrites: node.outputRewrites.flatMap((rewrite) => compileRewrite(rewrite, typesUnder)),
    path,
    keys: node.requires === null ? rootKeys(node).map((key) => renamedKeys.get(key) ?? key) : [],
    renamedKeys,
  };
}

function rootKeys(node: FetchNode): readonly string[] {
  const operation = node.document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const selections = operation?.selectionSet.selections ?? [];
  return selections.flatMap((selection) =>
    selection.kind === Kind.FIELD && selection.name.value !== '__typename'
      ? [selection.alias?.value ?? selection.name.value]
      : [],
  );
}

function compileSelection(selection: RequiredSelection, typesUnder: TypesUnder): KeySelection {
  if (selection.kind === 'Field') {
    return {
      kind: 'Field',
      key: selection.key,
      selections: selection.selections?.map((below) => compileSelection(below, typesUnder)) ?? null,
    };
  }
  return {
    kind: 'Fragment',
    types: selection.onType === null ? null : typesUnder(selection.onType),
    selections: selection.selections.map((below) => compileSelection(below, typesUnder)),
  };
}

const fragmentPrefix = '... on ';

function compileRewrite(rewrite: Rewrite, typesUnder: TypesUnder): RewriteStep[] {
  const key = rewrite.path.at(-1);
  if (key === undefined) return [];
  const path = rewrite.path
    .slice(0, -1)
    .map(
      (step): RewritePathStep =>
        step.startsWith(fragmentPrefix)
          ? { kind: 'types', types: typesUnder(step.slice(fragmentPrefix.length)) }
          : { kind: 'key', key: step },
    );
  return [
    rewrite.kind === 'SetValue'
      ? { kind: 'SetValue', path, key, value: rewrite.value }
      : { kind: 'RenameKey', path, key, to: rewrite.to },
  ];
}
