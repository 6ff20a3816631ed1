import { z } from 'zod';
import { ClientError } from '../../lib/errors.ts';
import { isOpenRecord, ownValue } from '../../lib/own.ts';
import type { OperationRequest } from '../graph.ts';

/** One operation as a door received it. */
export interface ReceivedOperation extends OperationRequest {
  /** Read by plugins, and by nothing of ours. */
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

const map = z.record(z.string(), z.unknown(), { error: 'must be a JSON object' }).nullish();

const receivedOperation = z.object({
  query: z.string({ error: 'must be the text of a GraphQL document' }).min(1, 'must not be empty'),
  operationName: z.string({ error: 'must be text' }).nullish(),
  variables: map,
  extensions: map,
});

const isMapOrNothing = (value: unknown): value is Readonly<Record<string, unknown>> | null | undefined =>
  value === undefined || value === null || isOpenRecord(value);

/** The operation when nothing is wrong with it; what is wrong is for the schema above to say, which takes its time. */
function wellFormed(given: unknown): ReceivedOperation | null {
  if (!isOpenRecord(given)) return null;
  const query = ownValue(given, 'query');
  const operationName = ownValue(given, 'operationName');
  const variables = ownValue(given, 'variables');
  const extensions = ownValue(given, 'extensions');
  if (typeof query !== 'string' || query === '') return null;
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') return null;
  return isMapOrNothing(variables) && isMapOrNothing(extensions)
    ? { query, operationName, variables, extensions }
    : null;
}

/** JSON in a query parameter; text that is not JSON stays text, and is then refused by its name. */
function jsonParameter(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The operation in the parameters of an address, unchecked. Throws BAD_REQUEST when a parameter is there twice. */
function inParameters(parameters: URLSearchParams): unknown {
  const once = (name: string): string | undefined => {
    const [value, ...more] = parameters.getAll(name);
    if (more.length === 0) return value;
    throw new ClientError('BAD_REQUEST', `The parameter ${name} may stand in the address only once.`);
  };
  return {
    query: once('query'),
    operationName: once('operationName'),
    variables: jsonParameter(once('variables')),
    extensions: jsonParameter(once('extensions')),
  };
}

/**
 * The operation in a parsed JSON body or in the parameters of an address, checked.
 * Throws ClientError BAD_REQUEST naming each parameter that is not as GraphQL over HTTP wants it.
 */
export function operationRequestOf(source: unknown): ReceivedOperation {
  const given = source instanceof URLSearchParams ? inParameters(source) : source;
  const operation = wellFormed(given);
  if (operation !== null) return operation;
  const { error } = receivedOperation.safeParse(given);
  const problems = (error?.issues ?? []).map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
  throw new ClientError('BAD_REQUEST', `The request is not a GraphQL request: ${problems.join('; ')}.`);
}
