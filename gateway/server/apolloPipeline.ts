import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { HttpContext, HttpProgress } from './httpContext.ts';
import type { AskedOperation, Pipeline } from './pipeline.ts';

/** All headers of a request as Apollo wants them. What it accepts has been negotiated already, so that both doors agree. */
function headerMap({ request, accepted }: AskedOperation): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const incremental = accepted.incremental === null ? null : `multipart/mixed; ${accepted.incremental}`;
  headers.set('accept', [incremental, accepted.mediaType ?? 'application/json'].filter(Boolean).join(', '));
  return headers;
}

/** The request as Apollo's plugins see it. */
function httpRequest(asked: AskedOperation) {
  const { request, received } = asked;
  const target = request.url ?? '';
  const search = target.includes('?') ? target.slice(target.indexOf('?')) : '';
  const { query, operationName = null, variables = null, extensions = null } = received; // undefined would be refused
  return request.method === 'POST'
    ? { method: 'POST', headers: headerMap(asked), search, body: { query, operationName, variables, extensions } }
    : { method: 'GET', headers: headerMap(asked), search, body: undefined };
}

/** The way through Apollo Server, with whatever plugins it has. */
export function apolloPipeline(apollo: ApolloServer<HttpContext>): Pipeline {
  return async (asked) => {
    const { context, prepared, accepted } = asked;
    const progress: HttpProgress = { prepared, incremental: accepted.incremental, operation: null, refusal: null };
    const { requestId, viewer, headers, scopes, explain, signal } = context;
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: httpRequest(asked),
      context: async () => ({ requestId, viewer, headers, scopes, explain, signal, progress }),
    });
    if (progress.refusal !== null) throw progress.refusal;
    const { 'content-type': _ours, ...rest } = Object.fromEntries(answer.headers);
    const others = Object.entries(rest).flat();
    if (answer.body.kind === 'complete') {
      return { status: answer.status ?? 200, body: answer.body.string, headers: others };
    }
    if (accepted.incremental === null) throw new Error('The pipeline answered in parts that nobody asked for');
    return { format: accepted.incremental, chunks: answer.body.asyncIterator, headers: others };
  };
}
