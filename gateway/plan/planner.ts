import type { DocumentNode } from 'graphql';
import type { Plan } from './planNode.ts';

/** What a plan depends on beside its operation. */
export interface PlanOptions {
  /** Labels of `@override(label:)` that are on for this request; the others are off. */
  readonly overrideLabels?: ReadonlySet<string> | undefined;
}

/** The planners there are, by the names that settings use. */
export type PlannerName = 'apollo' | 'hive';

/** The port to a query planner. */
export interface Planner {
  /** Plans one operation of a document that is valid for the API schema. Synchronous; throws GraphQLError for what it cannot plan. */
  plan(document: DocumentNode, operationName: string | undefined, options?: PlanOptions): Plan;
}
