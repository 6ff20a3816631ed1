import { operationFromDocument, type Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { fromQueryPlan } from './planNode.ts';
import type { Planner } from './planner.ts';

/** The planner of @apollo/query-planner over one supergraph. Building it costs as much as a few hundred plans. */
export function apolloPlanner(supergraph: Supergraph): Planner {
  const apiSchema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph, {
    exposeDocumentNodeInFetchNode: true,
    // A bound on the work for operations over interfaces with many implementers; the default is ten times as many.
    debug: { maxEvaluatedPlans: 1_000 },
  });
  return {
    plan(document, operationName) {
      const operation = operationFromDocument(apiSchema, document, {
        validate: false,
        ...(operationName === undefined ? {} : { operationName }),
      });
      return fromQueryPlan(planner.buildQueryPlan(operation));
    },
  };
}
