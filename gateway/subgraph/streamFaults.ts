import { ClientError } from '../../lib/errors.ts';
import type { SubgraphResponse } from './subgraphClient.ts';

/** A stream that broke, or could not be opened: whoever has a cursor goes on behind it over another connection. */
export function connectionLost(name: string, cause: unknown): ClientError {
  const says = `The connection to the subgraph "${name}" could not be made or is lost.`;
  return new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: name, resumable: true }, { cause });
}

/** The subgraph does not let this gateway in. Trying again would not change that. */
export function connectionRefused(name: string, cause: unknown): ClientError {
  const says = `The subgraph "${name}" does not accept who is asking, or how.`;
  return new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: name }, { cause });
}

/** So many connections to one subgraph are a limit that protects this process. */
export function tooManyConnections(name: string, limit: number): ClientError {
  const says = `No more than ${limit} connections to the subgraph "${name}" are made for subscriptions. Try again later.`;
  return new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: name, resumable: true });
}

/** Events came faster than they were read. What was kept is still given out. */
export function readTooSlowly(name: string): ClientError {
  const says = `The subgraph "${name}" sent events faster than they were read. Resume with the last cursor.`;
  return new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: name, resumable: true });
}

/** `what` the subgraph did that no client can make sense of. */
export function malformedStream(
  name: string,
  what: string,
  details: { readonly resumable?: boolean } = {},
): ClientError {
  return new ClientError('SUBGRAPH_MALFORMED', `The subgraph "${name}" ${what}.`, { subgraph: name, ...details });
}

/**
 * A result without data whose errors say `resumable: true` is a subgraph's farewell (it is stopping, its reader was too slow): for whoever reads the stream
 * it is the same as a lost connection. Null for any other result.
 */
export function farewell(name: string, { data, errors }: SubgraphResponse): ClientError | null {
  if (errors === undefined || (data !== undefined && data !== null)) return null;
  const last = errors.find(({ extensions }) => extensions?.['resumable'] === true);
  return last === undefined ? null : connectionLost(name, new Error(last.message));
}
