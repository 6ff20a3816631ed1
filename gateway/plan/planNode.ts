import type { DocumentNode, OperationTypeNode } from 'graphql';

/** A plan as the gateway knows it, whichever planner made it. */
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
  /** Set when the plan is not for the client's document but for this one, whose response keys collide with nothing. */
  readonly renamed: RenamedDocument | null;
}

/** A document of the same meaning as the client's: some response keys are others. The data of the plan has the keys of this document. */
export interface RenamedDocument {
  readonly document: DocumentNode;
  /** The client's response key for each key that was exchanged. Keys that are not here are the client's own. */
  readonly clientKeys: ReadonlyMap<string, string>;
}

export interface SequenceNode {
  readonly kind: 'Sequence';
  readonly nodes: readonly PlanNode[];
}

export interface ParallelNode {
  readonly kind: 'Parallel';
  readonly nodes: readonly PlanNode[];
}

/**
 * Runs `node` on the objects that `path` leads to. A step is a response key, `@` for every element of a list, or `... on A` or
 * `... on A|B`: on only with objects of these types (or of types under them, where one is abstract).
 */
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

/** One `@defer`, of the fragment at `path` in the response: response keys and `... on Type` steps; lists on the way are stepped into unsaid. */
export interface DeferredNode {
  readonly label: string | undefined;
  readonly path: readonly string[];
  /** The deferred selection, as text in braces; null when it only holds further Defer nodes. */
  readonly selection: string | null;
  /** Identifiers of the fetches (of `primary`, here or further out) that must have ended; see `FetchNode.id`. */
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
 * The value at `path` becomes the variable `to`, one value for each representation (`@fromContext`). The path begins at an object of
 * the fetch; `..` steps to the object that holds it (lists between them do not count), `... on Type` goes on only with such
 * objects, and the other steps are keys.
 */
export interface ContextRewrite {
  readonly path: readonly string[];
  readonly to: string;
}

/** What of an object goes into its representation: the value under `key`, as the field `name`. The two differ where a planner had to alias what it added. */
export type RequiredSelection =
  | {
      readonly kind: 'Field';
      readonly key: string;
      readonly name: string;
      readonly selections: readonly RequiredSelection[] | null;
    }
  | { readonly kind: 'Fragment'; readonly onType: string | null; readonly selections: readonly RequiredSelection[] };

/** A change to representations before they are sent, or to data after it came. Path steps are keys or `... on Type`. */
export type Rewrite =
  | { readonly kind: 'SetValue'; readonly path: readonly string[]; readonly value: unknown }
  | { readonly kind: 'RenameKey'; readonly path: readonly string[]; readonly to: string };
