import type {
  DeferredNode as ApolloDeferred,
  FetchNode as ApolloFetch,
  PlanNode as ApolloNode,
  FetchDataRewrite,
  QueryPlan,
  QueryPlanSelectionNode,
  SubscriptionNode,
} from '@apollo/query-planner';
import { parse } from 'graphql';
import { unreachable } from '../../lib/unreachable.ts';
import type { DeferredNode, FetchNode, Plan, PlanNode, RequiredSelection, Rewrite } from './planNode.ts';

/** Translates what @apollo/query-planner gives into the gateway's own plan. */
export function fromApolloPlan({ node }: QueryPlan): Plan {
  if (node === undefined) return { primary: null, node: null, renamed: null };
  if (isSubscription(node)) {
    const rest = node.rest === undefined ? null : fromNode(node.rest);
    return { primary: fromFetch(node.primary), node: rest, renamed: null };
  }
  return { primary: null, node: fromNode(node), renamed: null };
}

function isSubscription(node: ApolloNode | SubscriptionNode): node is SubscriptionNode {
  return node.kind === 'Subscription';
}

function fromNode(node: ApolloNode): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map(fromNode) };
    case 'Flatten':
      return { kind: 'Flatten', path: node.path.map(String), node: fromNode(node.node) };
    case 'Condition':
      return {
        kind: 'Condition',
        variable: node.condition,
        whenTrue: orNull(node.ifClause),
        whenFalse: orNull(node.elseClause),
      };
    case 'Defer':
      return {
        kind: 'Defer',
        primarySelection: node.primary.subselection ?? null,
        primary: orNull(node.primary.node),
        deferred: node.deferred.map(fromDeferred),
      };
    case 'Fetch':
      return fromFetch(node);
    default:
      return unreachable(node);
  }
}

function orNull(node: ApolloNode | undefined): PlanNode | null {
  return node === undefined ? null : fromNode(node);
}

function fromDeferred(deferred: ApolloDeferred): DeferredNode {
  return {
    label: deferred.label,
    path: deferred.queryPath,
    selection: deferred.subselection ?? null,
    depends: deferred.depends.map(({ id }) => id),
    node: orNull(deferred.node),
  };
}

function fromFetch(node: ApolloFetch): FetchNode {
  const contextRewrites = (node.contextRewrites ?? []).map(({ path, renameKeyTo }) => ({ path, to: renameKeyTo }));
  const fromContext = new Set(contextRewrites.map(({ to }) => to));
  return {
    kind: 'Fetch',
    subgraph: node.serviceName,
    query: node.operation,
    document: node.operationDocumentNode ?? parse(node.operation, { noLocation: true }),
    operationName: node.operationName,
    operationKind: node.operationKind,
    // The planner lists what comes from the context among the client's variables.
    variables: (node.variableUsages ?? []).filter((name) => !fromContext.has(name)),
    requires: node.requires === undefined ? null : node.requires.map(fromSelection),
    inputRewrites: (node.inputRewrites ?? []).map(fromRewrite),
    outputRewrites: (node.outputRewrites ?? []).map(fromRewrite),
    contextRewrites,
    id: node.id,
  };
}

function fromSelection(selection: QueryPlanSelectionNode): RequiredSelection {
  if (selection.kind === 'Field') {
    const key = selection.alias ?? selection.name;
    const selections = selection.selections === undefined ? null : selection.selections.map(fromSelection);
    return { kind: 'Field', key, name: key, selections };
  }
  return {
    kind: 'Fragment',
    onType: selection.typeCondition ?? null,
    selections: selection.selections.map(fromSelection),
  };
}

function fromRewrite(rewrite: FetchDataRewrite): Rewrite {
  if (rewrite.kind === 'KeyRenamer') return { kind: 'RenameKey', path: rewrite.path, to: rewrite.renameKeyTo };
  const value: unknown = rewrite.setValueTo;
  return { kind: 'SetValue', path: rewrite.path, value };
}
