import { z } from 'zod';
import { ClientError } from '../../lib/errors.ts';
import type { OperationRequest } from '../graph.ts';

const variables = z.record(z.string(), z.unknown(), { error: 'must be a JSON object' }).nullish();

const operationRequest = z.object({
  query: z.string({ error: 'must be the text of a GraphQL document' }).min(1, 'must not be empty'),
  operationName: z.string({ error: 'must be text' }).nullish(),
  variables,
  extensions: z.record(z.string(), z.unknown()).nullish(),
});

/** JSON in a query parameter; text that is not JSON stays text, and is then refused by its name. */
function jsonParameter(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/**
 * The operation in a parsed JSON body or in the parameters of an address, checked.
 * Throws ClientError BAD_REQUEST naming each parameter that is not as GraphQL over HTTP wants it.
 */
export function operationRequestOf(source: unknown): OperationRequest {
  const given =
    source instanceof URLSearchParams
      ? {
          query: source.get('query') ?? undefined,
          operationName: source.get('operationName') ?? undefined,
          variables: jsonParameter(source.get('variables')),
          extensions: jsonParameter(source.get('extensions')),
        }
      : source;
  const checked = operationRequest.safeParse(given);
  if (checked.success) return checked.data;
  const problems = checked.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
  throw new ClientError('BAD_REQUEST', `The request is not a GraphQL request: ${problems.join('; ')}.`);
}
