import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { FilteredOperation } from '../authorize/filterOperation.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { PlanCompiler } from './compilePlan.ts';
import { deniedErrors } from './deniedErrors.ts';
import type { ExecutablePlan, Response } from './executablePlan.ts';
import { introspection } from './introspection.ts';
import type { Plan } from './planNode.ts';
import { type ResponseShape, responseShape } from './responseShape.ts';
import { type ResponseText, responseText } from './responseText.ts';
import { sharedPlaces } from './sharedPlaces.ts';

/** Responses remembered per operation: one for each setting of its condition variables that clients really use. */
const rememberedResponses = 32;

/** One operation of a valid document. */
export interface DocumentOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/**
 * Plans one operation and makes it ready to run; when it is filtered, only what is left is planned, and the response is still that of the whole operation.
 * Synchronous; throws what the planner throws.
 */
export function planOperation(
  supergraph: Supergraph,
  compiler: PlanCompiler,
  asked: DocumentOperation,
  filtered: FilteredOperation | null = null,
): ExecutablePlan {
  const planned = filtered === null ? asked : filtered.planned;
  const { document, operation } = filtered?.shown ?? asked;
  const plan = planned === null ? nothing : supergraph.planner.plan(planned.document, planned.operation.name?.value);
  const compiled = compiler.compile(plan);
  const hidden = filtered?.hidden ?? nothingHidden;
  return {
    kind: operation.operation,
    ...compiled,
    responseFor: responses(supergraph, { document, operation }, hidden, sharedPlaces(compiled.root)),
    introspect: introspection(supergraph.apiSchema, document, operation),
    denied: filtered === null ? null : deniedErrors(filtered.denied),
  };
}

const nothing: Plan = { primary: null, node: null, renamed: null };
const nothingHidden: ReadonlySet<FieldNode> = new Set();

function responses(
  supergraph: Supergraph,
  { document, operation }: DocumentOperation,
  hidden: ReadonlySet<FieldNode>,
  shared: ReadonlySet<string>,
): (variables: Readonly<Record<string, unknown>>) => Response {
  const conditions = conditionVariables(document);
  const known = new LRUCache<string, Response>({ max: rememberedResponses });
  return (variables) => {
    const settings = conditions.map((name) => [name, variables[name] === true] as const);
    const key = settings.map(([, on]) => (on ? '1' : '0')).join('');
    const before = known.get(key);
    if (before !== undefined) return before;
    const shape = responseShape(supergraph.apiSchema, document, operation, Object.fromEntries(settings), hidden);
    const response = { shape, text: textFromSecondUse(shape, shared) };
    known.set(key, response);
    return response;
  };
}

/** An operation that comes once is not worth a program of its own. */
function textFromSecondUse(shape: ResponseShape, shared: ReadonlySet<string>): ResponseText {
  let uses = 0;
  let write: ResponseText | null = null;
  return (data, introspect) => {
    uses += 1;
    if (uses < 2) return null;
    write ??= responseText(shape, shared);
    return write(data, introspect);
  };
}

/** Variables of @skip and @include anywhere in the document. */
function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      if (directive.name.value !== 'skip' && directive.name.value !== 'include') return;
      for (const { value } of directive.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}
