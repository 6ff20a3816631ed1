import type { DocumentNode, FieldNode, GraphQLError, OperationTypeNode } from 'graphql';
import type { OpenRecord } from '../../lib/own.ts';
import type { AudienceKind } from './liveRules.ts';
import type { ResponseShape, ValueShape } from './responseShape.ts';
import type { ResponseText } from './responseText.ts';

/** An operation as the executor runs it: made once per operation, used by every request for it. */
export interface ExecutablePlan {
  readonly kind: OperationTypeNode;
  /** The stream of a subscription; null for queries and mutations. */
  readonly primary: FetchStep | null;
  /** How that stream is shared and resumed; null for queries and mutations. */
  readonly live: LivePlan | null;
  /** What to run once, or for each event of `primary`; null when nothing (more) is to be fetched. */
  readonly root: Step | null;
  /** The client's response key for each key of the data that is another (`Plan.renamed`); nearly always empty. */
  readonly clientKeys: ReadonlyMap<string, string>;
  /** How the response is made. Plans are made for one setting of @skip and @include, which are decided in it. */
  readonly response: Response;
  /** The answer in parts; null when nothing in it is deferred. `root` is the whole plan all the same. */
  readonly deferral: Deferral | null;
  /** Errors for what the viewer may not see, known before anything is fetched; null for the plan of a whole operation. */
  readonly denied: ((variables: Readonly<Record<string, unknown>>) => readonly GraphQLError[]) | null;
  /** The value of a `__schema` or `__type` field, from the API schema. */
  introspect(nodes: readonly FieldNode[], variables: Readonly<Record<string, unknown>>): unknown;
}

/** How a subscription is streamed, shared and resumed. */
export interface LivePlan {
  /** The request that opens the stream; it asks for what `LiveKeys` names, and takes the cursor in `afterVariable`. */
  readonly primary: FetchStep;
  readonly audience: AudienceKind;
  /**
   * `byCursor`: whoever comes later is given what it has missed and then joins. `fromNow`: events are for whoever is there. `never`: each stream is its client's
   * own.
   */
  readonly sharing: 'byCursor' | 'fromNow' | 'never';
  /** The variable of `primary` for a cursor; null when the field takes none, and a broken stream cannot be gone on with. */
  readonly afterVariable: string | null;
  /** Variables of the client that say where to begin and nothing else: no part of what the stream is. */
  readonly placeVariables: ReadonlySet<string>;
  /** The client's cursor. */
  after(variables: Readonly<Record<string, unknown>>): string | null;
  readonly keys: LiveKeys;
  /** Where in the client's `data` it asked how many events were merged. */
  readonly mergedAt: readonly (readonly string[])[];
}

/** Where the engine finds, in the data of an event, what it asked for on its own account. */
export interface LiveKeys {
  /** Of the root field. */
  readonly root: string;
  readonly cursor: string | null;
  readonly occurredAt: string | null;
  /** Paths of what names the thing whose state the event is; null when each event counts. */
  readonly state: readonly (readonly string[])[] | null;
}

/** What is answered first, and what follows by itself (`@defer`). */
export interface Deferral {
  readonly primary: Step | null;
  /** Of the first answer. */
  readonly shape: ResponseShape;
  readonly parts: readonly DeferredPart[];
}

/** One `@defer`. */
export interface DeferredPart {
  readonly label: string | undefined;
  /** Keys from the root; lists on the way are entered unsaid. */
  readonly path: readonly PathStep[];
  /** Ids of fetches that must have ended before. */
  readonly depends: readonly string[];
  readonly step: Step | null;
  /** Null when nothing is shown but what is deferred further. */
  readonly shape: ValueShape | null;
  /** What is deferred within it: told after it. */
  readonly parts: readonly DeferredPart[];
}

/** How a response is made of data. */
export interface Response {
  readonly shape: ResponseShape;
  /** Compiled at the second use; before, and for data that does not fit, null: `shapeResponse` then does it. */
  readonly text: ResponseText;
}

export type Step = SequenceStep | ParallelStep | FlattenStep | ConditionStep | FetchStep | BatchFetchStep;

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
  readonly path: readonly PathStep[];
  readonly step: Step;
}

/** A step down the response: into a key, into every item of a list (`@`), or on only with objects of some types. */
export type PathStep = string | { readonly types: ReadonlySet<string> };

export interface ConditionStep {
  readonly kind: 'Condition';
  readonly variable: string;
  readonly whenTrue: Step | null;
  readonly whenFalse: Step | null;
}

/** What every request to a subgraph has, whatever it carries. */
interface RequestStep {
  readonly subgraph: string;
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly operationKind: OperationTypeNode;
  /** Variables of the client's operation that the request uses. */
  readonly variables: readonly string[];
  /** The body up to the first variable: `{"query":"…","variables":{`. */
  readonly bodyHead: string;
  /** Names the fetches of other plans that depend on this one (`@defer`). */
  readonly id: string | undefined;
}

export interface FetchStep extends RequestStep {
  readonly kind: 'Fetch';
  /** Null for a root fetch. */
  readonly entities: EntityTargets | null;
  readonly outputRewrites: readonly RewriteStep[];
  /** Where the fetch's objects are in the response. For error paths and contexts. */
  readonly path: readonly PathStep[];
  /** Root fields that a root fetch brings, as the client names them; empty with `entities`. For error paths. */
  readonly keys: readonly string[];
  /** Keys that the fetch uses in place of the client's (and that `outputRewrites` turn back). For error paths. */
  readonly renamedKeys: ReadonlyMap<string, string>;
  /** Fetches of one plan with the same number, when their requests are equal too, may use one answer, objects and all. */
  readonly sharing: number | null;
}

/** One request for entities at several places: each under an alias of `_entities`, with a variable of its own for representations. */
export interface BatchFetchStep extends RequestStep {
  readonly kind: 'BatchFetch';
  readonly parts: readonly BatchPart[];
}

export interface BatchPart {
  readonly alias: string;
  readonly variable: string;
  /** From the root of the response. */
  readonly paths: readonly (readonly PathStep[])[];
  readonly entities: EntityTargets;
  readonly outputRewrites: readonly RewriteStep[];
  readonly renamedKeys: ReadonlyMap<string, string>;
}

/** How objects become representations, and how the answer goes into them. */
export interface EntityTargets {
  /** What representations take of an object. */
  readonly selections: readonly KeySelection[];
  readonly representer: Representer;
  /**
   * True when objects that are nothing but equal references may become one object: no key that is written into them means two things (GraphQL lets a key differ
   * below parents of different types).
   */
  readonly canBeOne: boolean;
  /** Merges an entity into an object that it completes: only the keys that were asked for. */
  readonly merge: (target: OpenRecord, entity: OpenRecord) => void;
  /** Values from further up that go along as variables (`@fromContext`). */
  readonly contexts: readonly ContextStep[];
}

/** How objects of a fetch become representations. */
export interface Representer {
  /** The way for the type of an object; objects of one type get the same one. */
  of(object: OpenRecord): TypeRepresenter;
}

/** How objects of one type become representations. */
export interface TypeRepresenter {
  /**
   * The JSON text of an object's representation: equal texts are equal representations. Null when a part of what is required is missing, because the fetch that
   * should have brought it failed.
   */
  text(object: OpenRecord): string | null;
  /** A text that two objects of the type share exactly when their representations are equal, cheaper to have; undefined where there is none. */
  identity(object: OpenRecord): string | undefined;
  /** True when there is nothing in the object but its representation. */
  isReference(object: OpenRecord): boolean;
}

/** The value that `path` leads to, from `up` objects above the one of the fetch, becomes `variable`. */
export interface ContextStep {
  readonly up: number;
  readonly path: readonly RewritePathStep[];
  readonly variable: string;
}

/** A selection of a representation; a fragment applies to objects whose `__typename` is in `types` (null: to all). */
export type KeySelection =
  | {
      readonly kind: 'Field';
      /** Where the value is in the data. */
      readonly key: string;
      /** What the representation calls it. */
      readonly name: string;
      readonly selections: readonly KeySelection[] | null;
    }
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
