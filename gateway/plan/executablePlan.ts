import type { DocumentNode, FieldNode, OperationTypeNode } from 'graphql';
import type { ResponseShape } from './responseShape.ts';

/** An operation as the executor runs it: made once per operation, used by every request for it. */
export interface ExecutablePlan {
  readonly kind: OperationTypeNode;
  /** The stream of a subscription; null for queries and mutations. */
  readonly primary: FetchStep | null;
  /** What to run once, or for each event of `primary`; null when nothing (more) is to be fetched. */
  readonly root: Step | null;
  /** The shape of the response for these (coerced) variables: @skip and @include are decided in it. */
  shapeFor(variables: Readonly<Record<string, unknown>>): ResponseShape;
  /** The value of a `__schema` or `__type` field, from the API schema. */
  introspect(nodes: readonly FieldNode[], variables: Readonly<Record<string, unknown>>): unknown;
}

export type Step = SequenceStep | ParallelStep | FlattenStep | ConditionStep | FetchStep;

export interface SequenceStep {
  readonly kind: 'Sequence';
  readonly steps: readonly Step[];
}

export interface ParallelStep {
  readonly kind: 'Parallel';
  readonly steps: readonly Step[];
}

export interface FlattenStep {
  readonly kind: 'Flatten';
  readonly path: readonly string[];
  readonly step: Step;
}

export interface ConditionStep {
  readonly kind: 'Condition';
  readonly variable: string;
  readonly whenTrue: Step | null;
  readonly whenFalse: Step | null;
}

export interface FetchStep {
  readonly kind: 'Fetch';
  readonly subgraph: string;
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly operationKind: OperationTypeNode;
  readonly variables: readonly string[];
  /** Null for a root fetch. */
  readonly requires: readonly KeySelection[] | null;
  readonly inputRewrites: readonly RewriteStep[];
  readonly outputRewrites: readonly RewriteStep[];
  /** Where the fetch's objects are in the response, `@` for every element of a list. For error paths. */
  readonly path: readonly string[];
  /** Root fields that a root fetch brings, as the client names them; empty with `requires`. For error paths. */
  readonly keys: readonly string[];
  /** Keys that the fetch uses in place of the client's (and that `outputRewrites` turn back). For error paths. */
  readonly renamedKeys: ReadonlyMap<string, string>;
}

/** A selection of a representation; a fragment applies to objects whose `__typename` is in `types` (null: to all). */
export type KeySelection =
  | { readonly kind: 'Field'; readonly key: string; readonly selections: readonly KeySelection[] | null }
  | {
      readonly kind: 'Fragment';
      readonly types: ReadonlySet<string> | null;
      readonly selections: readonly KeySelection[];
    };

/** A step of a rewrite's path: into a key, or only on with objects of these types. */
export type RewritePathStep =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'types'; readonly types: ReadonlySet<string> };

/** A rewrite: at the objects that `path` leads to, set `key` to a value or rename it. */
export type RewriteStep =
  | {
      readonly kind: 'SetValue';
      readonly path: readonly RewritePathStep[];
      readonly key: string;
      readonly value: unknown;
    }
  | {
      readonly kind: 'RenameKey';
      readonly path: readonly RewritePathStep[];
      readonly key: string;
      readonly to: string;
    };
