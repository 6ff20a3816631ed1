import { resultIn } from './httpResult.ts';
import type { LivePorts } from './livePorts.ts';
import type { LiveResult } from './liveResult.ts';

/**
 * Sends a query or a mutation by POST and gives its result, which may carry errors. A token that is refused is renewed once. Rejects when there is no
 * answer of a GraphQL server within the time.
 */
export async function query(
  ports: LivePorts,
  document: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<LiveResult> {
  const { token } = ports;
  const bearer = await token.get();
  let response = await post(ports, document, variables, bearer);
  if (response.status === 401 && token.canRenew) {
    token.refused(bearer);
    response = await post(ports, document, variables, await token.get());
  }
  const result = await resultIn(response);
  if (result === null) throw new Error(`The server answered with the status ${response.status}, and not with GraphQL.`);
  return result;
}

function post(
  { url, fetch, times }: LivePorts,
  document: string,
  variables: Readonly<Record<string, unknown>>,
  bearer: string | null,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json',
      'content-type': 'application/json',
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    },
    body: JSON.stringify({ query: document, variables }),
    cache: 'no-store',
    signal: AbortSignal.timeout(times.requestMs),
  });
}
