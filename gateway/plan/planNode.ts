import type {
  FetchDataRewrite,
  QueryPlan,
  PlanNode as QueryPlanNode,
  QueryPlanSelectionNode,
  SubscriptionNode,
} from '@apollo/query-planner';
import type { DocumentNode, OperationTypeNode } from 'graphql';
import { parse } from 'graphql';
import { unreachable } from '../../lib/unreachable.ts';

/** A plan as the gateway knows it, whichever planner made it. This file is the only one that mentions a planner's output. */
export type PlanNode =
  | SequenceNode
  | ParallelNode
  | FetchNode
  | BatchFetchNode
  | FlattenNode
  | ConditionNode
  | DeferNode;

/** A whole plan. `primary` is the stream of a subscription; `node` is everything else, null when nothing is to be fetched. */
export interface Plan {
  readonly primary: FetchNode | null;
  readonly node: PlanNode | null;
}

export interface SequenceNode {
  readonly kind: 'Sequence';
  readonly nodes: readonly PlanNode[];
}

export interface ParallelNode {
  readonly kind: 'Parallel';
  readonly nodes: readonly PlanNode[];
}

/** Runs `node` on the objects that `path` leads to; `@` steps into every element of a list. */
export interface FlattenNode {
  readonly kind: 'Flatten';
  readonly path: readonly string[];
  readonly node: PlanNode;
}

/** Runs one of two branches, by a Boolean variable of the operation (@skip and @include). */
export interface ConditionNode {
  readonly kind: 'Condition';
  readonly variable: string;
  readonly whenTrue: PlanNode | null;
  readonly whenFalse: PlanNode | null;
}

/** `primary` is answered first; each deferred part then follows by itself (`@defer`). Deferred parts may hold Defer nodes of their own. */
export interface DeferNode {
  readonly kind: 'Defer';
  /** The selection that is answered first, as text in braces; null when everything is deferred. */
  readonly primarySelection: string | null;
  readonly primary: PlanNode | null;
  readonly deferred: readonly DeferredNode[];
}

/** One `@defer`, of the fragment at `path` in the response (`@` for every element of a list). */
export interface DeferredNode {
  readonly label: string | undefined;
  readonly path: readonly string[];
  /** The deferred selection, as text in braces; null when it only holds further Defer nodes. */
  readonly selection: string | null;
  /** Identifiers of the fetches of `primary` that must have ended; see `FetchNode.id`. */
  readonly depends: readonly string[];
  readonly node: PlanNode | null;
}

/** One request to one subgraph for entities at several places at once: an alias of `_entities` for each (Hive's BatchFetch). */
export interface BatchFetchNode {
  readonly kind: 'BatchFetch';
  readonly subgraph: string;
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly operationKind: OperationTypeNode;
  /** Variables of the operation, without those that carry representations. */
  readonly variables: readonly string[];
  readonly entities: readonly BatchedEntities[];
}

/** One aliased `_entities` of a BatchFetch. */
export interface BatchedEntities {
  readonly alias: string;
  /** The variable of its representations. */
  readonly variable: string;
  /** Where its objects are: representations of all of these paths together, each distinct one once. */
  readonly paths: readonly (readonly string[])[];
  readonly requires: readonly RequiredSelection[];
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
}

/** One request to one subgraph. With `requires`, it is sent representations of the objects it completes (`_entities`). */
export interface FetchNode {
  readonly kind: 'Fetch';
  readonly subgraph: string;
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly operationKind: OperationTypeNode;
  readonly variables: readonly string[];
  readonly requires: readonly RequiredSelection[] | null;
  readonly inputRewrites: readonly Rewrite[];
  readonly outputRewrites: readonly Rewrite[];
  /** Values taken from objects further up, put into representations as variables of the request (`@fromContext`). */
  readonly contextRewrites: readonly ContextRewrite[];
  /** Named by `DeferredNode.depends`; undefined where nothing depends on it. */
  readonly id: string | undefined;
}

/**
 * The value at `path` (from an object of the fetch; `..` steps to the object or list above) becomes the variable `to`, one value for each representation
 * (Federation specification, `@fromContext`; the planner's "contextual arguments").
 */
export interface ContextRewrite {
  readonly path: readonly string[];
  readonly to: string;
}

/** What of an object goes into its representation. */
export type RequiredSelection =
  | { readonly kind: 'Field'; readonly key: string; readonly selections: readonly RequiredSelection[] | null }
  | { readonly kind: 'Fragment'; readonly onType: string | null; readonly selections: readonly RequiredSelection[] };

/** A change to representations before they are sent, or to data after it came. Path steps are keys or `... on Type`. */
export type Rewrite =
  | { readonly kind: 'SetValue'; readonly path: readonly string[]; readonly value: unknown }
  | { readonly kind: 'RenameKey'; readonly path: readonly string[]; readonly to: string };

/** Translates what @apollo/query-planner gives. Throws for @defer, which is refused before planning. */
export function fromQueryPlan(plan: QueryPlan): Plan {
  const { node } = plan;
  if (node === undefined) return { primary: null, node: null };
  if (isSubscription(node)) {
    return { primary: fromFetch(node.primary), node: node.rest === undefined ? null : fromNode(node.rest) };
  }
  return { primary: null, node: fromNode(node) };
}

function isSubscription(node: QueryPlanNode | SubscriptionNode): node is SubscriptionNode {
  return node.kind === 'Subscription';
}

function fromNode(node: QueryPlanNode): PlanNode {
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
        whenTrue: node.ifClause === undefined ? null : fromNode(node.ifClause),
        whenFalse: node.elseClause === undefined ? null : fromNode(node.elseClause),
      };
    case 'Fetch':
      return fromFetch(node);
    case 'Defer':
      throw new Error('A plan with @defer cannot be run');
    default:
      return unreachable(node);
  }
}

function fromFetch(node: Extract<QueryPlanNode, { kind: 'Fetch' }>): FetchNode {
  return {
    kind: 'Fetch',
    subgraph: node.serviceName,
    query: node.operation,
    document: node.operationDocumentNode ?? parse(node.operation, { noLocation: true }),
    operationName: node.operationName,
    operationKind: node.operationKind,
    variables: node.variableUsages ?? [],
    requires: node.requires === undefined ? null : node.requires.map(fromSelection),
    inputRewrites: (node.inputRewrites ?? []).map(fromRewrite),
    outputRewrites: (node.outputRewrites ?? []).map(fromRewrite),
    contextRewrites: [],
    id: undefined,
  };
}

function fromSelection(selection: QueryPlanSelectionNode): RequiredSelection {
  if (selection.kind === 'Field') {
    return {
      kind: 'Field',
      key: selection.alias ?? selection.name,
      selections: selection.selections === undefined ? null : selection.selections.map(fromSelection),
    };
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
