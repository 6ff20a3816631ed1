import { type DocumentNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { PlanCompiler } from './compilePlan.ts';
import type { ExecutablePlan, Response } from './executablePlan.ts';
import { introspection } from './introspection.ts';
import { type ResponseShape, responseShape } from './responseShape.ts';
import { type ResponseText, responseText } from './responseText.ts';
import { sharedPlaces } from './sharedPlaces.ts';

/** Responses remembered per operation: one for each setting of its condition variables that clients really use. */
const rememberedResponses = 32;

/** Plans one operation of a valid document and makes it ready to run. Synchronous; throws what the planner throws. */
export function planOperation(
  supergraph: Supergraph,
  compiler: PlanCompiler,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ExecutablePlan {
  const plan = supergraph.planner.plan(document, operation.name?.value);
  const compiled = compiler.compile(plan);
  return {
    kind: operation.operation,
    ...compiled,
    responseFor: responses(supergraph, document, operation, sharedPlaces(compiled.root)),
    introspect: introspection(supergraph.apiSchema, document, operation),
  };
}

function responses(
  supergraph: Supergraph,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  shared: ReadonlySet<string>,
): (variables: Readonly<Record<string, unknown>>) => Response {
  const conditions = conditionVariables(document);
  const known = new LRUCache<string, Response>({ max: rememberedResponses });
  return (variables) => {
    const settings = conditions.map((name) => [name, variables[name] === true] as const);
    const key = settings.map(([, on]) => (on ? '1' : '0')).join('');
    const before = known.get(key);
    if (before !== undefined) return before;
    const shape = responseShape(supergraph.apiSchema, document, operation, Object.fromEntries(settings));
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
