import { operationFromDocument, type Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { fromApolloPlan } from './fromApolloPlan.ts';
import type { Planner } from './planner.ts';
import { tooComplexError } from './tooComplexError.ts';

/**
 * A bound on the plans that are compared for operations over interfaces with many implementers; the planner's own is ten times as
 * many. Where it is reached, the best plan so far is taken.
 */
const maxEvaluatedPlans = 1_000;

/**
 * A bound on the ways to a field that are kept at once; the planner has none of its own. Usual operations need two. Where a few subgraphs share an interface with
 * few implementers, three fields in each other have thousands, and comparing them takes many seconds.
 */
const maxPaths = 128;

/** How the planner words that its limits on expanded (CVE-2024-43414) and non-local selections (GHSA-q2f9-x4p4-7xmh), and on ways, are reached. */
const limitReached = /exceeds limit|exceeded maximum|too many options/i;

/** The planner of @apollo/query-planner over one supergraph. Building it costs as much as a few hundred plans. */
export function apolloPlanner(supergraph: Supergraph): Planner {
  const apiSchema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph, {
    exposeDocumentNodeInFetchNode: true,
    incrementalDelivery: { enableDefer: true },
    debug: { maxEvaluatedPlans, pathsLimit: maxPaths },
  });
  return {
    plan(document, operationName, { overrideLabels = new Set<string>() } = {}) {
      const operation = operationFromDocument(apiSchema, document, {
        validate: false,
        ...(operationName === undefined ? {} : { operationName }),
      });
      const overrideConditions = new Map([...overrideLabels].map((label) => [label, true]));
      try {
        return fromApolloPlan(planner.buildQueryPlan(operation, { overrideConditions }));
      } catch (error) {
        if (!(error instanceof Error && limitReached.test(error.message))) throw error;
        throw tooComplexError(error);
      }
    },
  };
}
