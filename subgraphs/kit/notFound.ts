import { ClientError } from '../../lib/errors.ts';

/**
 * The fault of a query root whose argument leads to nothing, or to what the viewer may not see: both look the same.
 * `what` is the thing in words, e.g. "job".
 */
export function notFound(what: string, argument: string, value: string): ClientError {
  const says = `There is no ${what} with the ${argument} ${JSON.stringify(value.slice(0, 200))}, or you may not see it.`;
  return new ClientError('NOT_FOUND', says, { argument });
}
