import type { SubgraphRequest } from './subgraphClient.ts';

/** The request as JSON text. With a body, `variables` are not asked for: that would make them. */
export function operationBody(request: SubgraphRequest): string {
  if (request.body !== undefined) return request.body;
  const { query, operationName, variables } = request;
  return JSON.stringify({ query, operationName, variables });
}
