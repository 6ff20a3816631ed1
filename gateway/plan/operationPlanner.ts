import { GraphQLError, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { OperationRequest, ReadyOperation } from '../graph.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { coerceVariables } from './coerceVariables.ts';
import { type CompiledPlan, planCompiler } from './compilePlan.ts';
import { costLimit } from './costLimit.ts';
import type { CostTerm } from './costTerm.ts';
import { operationCost } from './operationCost.ts';
import type { OperationLimits } from './operationLimits.ts';
import { type OperationPlans, operationPlans } from './operationPlans.ts';
import type { PlanSettings } from './planSettings.ts';
import { type PreparedDocument, prepareDocument } from './prepareDocument.ts';

/** An operation that this engine prepared: it brings its plan, of the generation it was prepared for. */
export interface PreparedOperation extends ReadyOperation {
  /** As it was asked for: another generation prepares it from the same text. */
  readonly query: string;
  /** The generation that it was prepared for, and runs on whatever happens. */
  readonly supergraph: Supergraph;
  readonly plans: OperationPlans;
}

/** An operation that is remembered, and how often it was asked for. */
export interface KnownRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly hits: number;
  /** The settings of its conditions, and the override labels, that requests had. */
  readonly settings: readonly PlanSettings[];
}

const unset: PlanSettings = { conditions: {}, labels: new Set() };

/** Documents and plans of one supergraph generation. */
export interface OperationPlanner {
  readonly supergraph: Supergraph;
  prepare(request: OperationRequest): PreparedOperation | { readonly errors: readonly GraphQLError[] };
  /** The plan alone, for which variables need no values. Throws the first GraphQLError of an operation that is refused. */
  plan(request: OperationRequest): CompiledPlan;
  /** What is remembered, the most asked for first. */
  known(): readonly KnownRequest[];
  /** Plans an operation as if it had been asked for that often. Throws as `plan` does. */
  warm(request: KnownRequest): void;
}

/** One operation of a remembered document. */
interface KnownOperation {
  readonly document: PreparedDocument['document'];
  readonly definition: OperationDefinitionNode;
  /** Planning is synchronous, so requests that come together share one plan without waiting for each other. */
  readonly plans: OperationPlans;
  /** Null when no operation is too expensive. */
  readonly cost: CostTerm | null;
  /** Requests for it so far. */
  hits: number;
}

/** Parsing, validation and planning for one generation. What it remembers is bounded; documents with errors are not remembered. */
export function operationPlanner(supergraph: Supergraph, limits: OperationLimits): OperationPlanner {
  const { maxCost, defaultListSize } = limits;
  const compiler = planCompiler(supergraph.fullSchema);
  const labelsHere = new Set(supergraph.overrideLabels.map(({ label }) => label));
  /** Settings that another generation had, without labels that this one does not know. */
  const possible = ({ conditions, labels }: PlanSettings): PlanSettings => ({
    conditions,
    labels: new Set([...labels].filter((label) => labelsHere.has(label))),
  });
  const known = new LRUCache<string, readonly KnownOperation[]>({
    max: limits.rememberedDocuments,
    maxSize: limits.rememberedCharacters,
    sizeCalculation: (_operations, text) => text.length + 1,
  });

  const operationsOf = (text: string): readonly KnownOperation[] | { readonly errors: readonly GraphQLError[] } => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const prepared = prepareDocument(text, supergraph.apiSchema, limits);
    if ('errors' in prepared) return prepared;
    const { document } = prepared;
    const operations = prepared.operations.map((definition): KnownOperation => {
      const plans = operationPlans(supergraph, compiler, document, definition);
      const cost =
        maxCost === Number.POSITIVE_INFINITY
          ? null
          : operationCost(supergraph.costs, supergraph.apiSchema, document, definition, defaultListSize);
      return { document, definition, hits: 0, plans, cost };
    });
    known.set(text, operations);
    return operations;
  };

  const find = (request: OperationRequest): KnownOperation | { readonly errors: readonly GraphQLError[] } => {
    const operations = operationsOf(request.query);
    if ('errors' in operations) return operations;
    const operation = operationNamed(operations, request.operationName ?? undefined);
    return operation instanceof GraphQLError ? { errors: [operation] } : operation;
  };

  return {
    supergraph,
    prepare(request) {
      const operation = find(request);
      if ('errors' in operation) return operation;
      operation.hits += 1;
      const { definition, document, plans } = operation;
      const variables = coerceVariables(supergraph.apiSchema, definition, request.variables ?? {});
      if ('errors' in variables) return variables;
      const { coerced } = variables;
      const refused = operation.cost === null ? null : costLimit(operation.cost, coerced, maxCost);
      if (refused !== null) return { errors: [refused] };
      const operationName = definition.name?.value;
      const { query } = request;
      return { query, document, operationName, kind: definition.operation, variables: coerced, supergraph, plans };
    },
    plan: (request) => accepted(find(request)).plans.undecided(),
    known() {
      const requests = [...known].flatMap(([query, operations]) =>
        operations.map(({ definition, hits, plans }) => ({
          query,
          operationName: definition.name?.value,
          hits,
          settings: plans.settings(),
        })),
      );
      return requests.filter(({ hits }) => hits > 0).sort((one, other) => other.hits - one.hits);
    },
    warm(request) {
      const operation = accepted(find(request));
      operation.plans.warm(request.settings.length === 0 ? [unset] : request.settings.map(possible));
      operation.hits += request.hits;
    },
  };
}

/** Throws the first error of an operation that is refused. */
function accepted(operation: KnownOperation | { readonly errors: readonly GraphQLError[] }): KnownOperation {
  if (!('errors' in operation)) return operation;
  throw operation.errors[0] ?? new Error('An operation was refused without an error');
}

function operationNamed(
  operations: readonly KnownOperation[],
  name: string | undefined,
): KnownOperation | GraphQLError {
  const [only] = operations;
  if (name === undefined) {
    if (only !== undefined && operations.length === 1) return only;
    return notFound(
      only === undefined
        ? 'The document has no operation, only definitions. Add a query, mutation or subscription.'
        : 'The document has several operations. Say which one to run: send "operationName".',
    );
  }
  const found = operations.find(({ definition }) => definition.name?.value === name);
  return found ?? notFound(`The document has no operation named "${name}".`);
}

function notFound(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'OPERATION_NOT_FOUND' } });
}
