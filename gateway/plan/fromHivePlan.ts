import type {
  EntityBatchAlias,
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  BatchFetchNode as HiveBatchFetch,
  FetchNode as HiveFetch,
  PlanNode as HiveNode,
  QueryPlan as HivePlan,
  SubscriptionNode as HiveSubscription,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import { type DocumentNode, OperationTypeNode, parse } from 'graphql';
import type {
  BatchedEntities,
  BatchFetchNode,
  FetchNode,
  Plan,
  PlanNode,
  RequiredSelection,
  Rewrite,
} from './planNode.ts';

/** Translates what Hive's planner gives into the gateway's own plan. Throws for a node that it is not known to give. */
export function fromHivePlan({ node }: HivePlan): Plan {
  if (!node) return { primary: null, node: null, renamed: null };
  const [first, ...rest] = node.kind === 'Sequence' ? node.nodes : [node];
  // The stream of a subscription is the whole plan, or the first step of a sequence.
  if (first === undefined || !isSubscription(first)) return { primary: null, node: fromNode(node), renamed: null };
  return {
    primary: fromFetch(first.primary),
    node: rest.length === 0 ? null : { kind: 'Sequence', nodes: rest.map(fromNode) },
    renamed: null,
  };
}

function isSubscription(node: HiveNode): node is HiveSubscription {
  return node.kind === 'Subscription';
}

function fromNode(node: HiveNode): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map(fromNode) };
    case 'Flatten':
      return { kind: 'Flatten', path: fromPath(node.path), node: fromNode(node.node) };
    case 'Condition':
      return {
        kind: 'Condition',
        variable: node.condition,
        whenTrue: orNull(node.ifClause),
        whenFalse: orNull(node.elseClause),
      };
    case 'Fetch':
      return fromFetch(node);
    case 'BatchFetch':
      return fromBatchFetch(node);
    default:
      throw new Error(`Hive's planner gave a ${node.kind} node where none is known to be given`);
  }
}

/** Other than its types say, the planner gives null for a branch with nothing in it. */
function orNull(node: HiveNode | null | undefined): PlanNode | null {
  return node === undefined || node === null ? null : fromNode(node);
}

function fromFetch(node: Omit<HiveFetch, 'kind'>): FetchNode {
  return {
    kind: 'Fetch',
    ...request(node),
    requires: node.requires === undefined ? null : node.requires.map(fromSelection),
    inputRewrites: (node.inputRewrites ?? []).map(fromRewrite),
    outputRewrites: (node.outputRewrites ?? []).map(fromRewrite),
    contextRewrites: [],
    id: undefined,
  };
}

function fromBatchFetch(node: HiveBatchFetch): BatchFetchNode {
  return { kind: 'BatchFetch', ...request(node), entities: node.entityBatch.aliases.map(fromAlias) };
}

function fromAlias(alias: EntityBatchAlias): BatchedEntities {
  return {
    alias: alias.alias,
    variable: alias.representationsVariableName,
    paths: alias.paths.map(fromPath),
    requires: alias.requires.map(fromSelection),
    inputRewrites: (alias.inputRewrites ?? []).map(fromRewrite),
    outputRewrites: (alias.outputRewrites ?? []).map(fromRewrite),
  };
}

type Request = Pick<FetchNode, 'subgraph' | 'query' | 'document' | 'operationName' | 'operationKind' | 'variables'>;

/** What a fetch of one kind or the other sends. */
function request(node: Omit<HiveFetch, 'kind'> | Omit<HiveBatchFetch, 'kind'>): Request {
  const document = parse(node.operation, { noLocation: true });
  return {
    subgraph: node.serviceName,
    query: node.operation,
    document,
    operationName: node.operationName,
    operationKind: operationKind(document),
    variables: node.variableUsages ?? [],
  };
}

/** The planner's own statement of it is missing in places; the document is what counts. */
function operationKind({ definitions }: DocumentNode): OperationTypeNode {
  const [operation] = definitions.filter((definition) => definition.kind === 'OperationDefinition');
  return operation?.operation ?? OperationTypeNode.QUERY;
}

function fromPath(path: readonly FlattenNodePathSegment[]): readonly string[] {
  return path.map((segment) => {
    if (segment === '@') return segment;
    return 'Field' in segment ? segment.Field : `... on ${segment.TypeCondition.join('|')}`;
  });
}

/** Conditions of a fragment are left out: where one holds, its data was not fetched, and an object that lacks a part has no representation. */
function fromSelection(selection: RequiresSelection): RequiredSelection {
  if (selection.kind === 'FragmentSpread') throw new Error("Hive's planner requires a named fragment");
  if (selection.kind === 'InlineFragment') {
    return { kind: 'Fragment', onType: selection.typeCondition, selections: selection.selections.map(fromSelection) };
  }
  return {
    kind: 'Field',
    // Other than in GraphQL: `name` is the key in the data, and `alias` what the subgraph knows it by.
    key: selection.name,
    name: selection.alias ?? selection.name,
    selections: selection.selections === undefined ? null : selection.selections.map(fromSelection),
  };
}

function fromRewrite(rewrite: FetchRewrite): Rewrite {
  if ('KeyRenamer' in rewrite) {
    const { path, renameKeyTo } = rewrite.KeyRenamer;
    return { kind: 'RenameKey', path: path.map(fromSegment), to: renameKeyTo };
  }
  const { path, setValueTo } = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
  return { kind: 'SetValue', path: path.map(fromSegment), value: setValueTo };
}

function fromSegment(segment: FetchNodePathSegment): string {
  return 'Key' in segment ? segment.Key : `... on ${segment.TypenameEquals.join('|')}`;
}
