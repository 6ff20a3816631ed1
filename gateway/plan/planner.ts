import type { DocumentNode } from 'graphql';
import type { Plan } from './planNode.ts';

/** The port to a query planner: a second implementation can stand beside the first. */
export interface Planner {
  /** Plans one operation of a document that is valid for the API schema. Synchronous; throws GraphQLError for what it cannot plan. */
  plan(document: DocumentNode, operationName: string | undefined): Plan;
}
