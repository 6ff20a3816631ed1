import type { Readable } from 'node:stream';
import { Agent, request as send } from 'undici';
import { linkedAbort } from '../../lib/linkedAbort.ts';
import { mapIterator } from '../../lib/mapIterator.ts';
import { untilAborted } from '../../lib/untilAborted.ts';
import { viewerHeader } from '../../subgraphs/kit/viewerAssertion.ts';
import { EventStreamReader } from './eventStreamReader.ts';
import { mediaType } from './http/httpTransport.ts';
import { operationBody } from './operationBody.ts';
import { addPassedHeaders } from './passedHeaders.ts';
import { connectionLost, connectionRefused, malformedStream, tooManyConnections } from './streamFaults.ts';
import { subgraphAnswer } from './subgraphAnswer.ts';
import type { SubgraphRequest, SubgraphResponse } from './subgraphClient.ts';
import { type StreamingSubgraph, type SubscriptionTransport, transportDefaults } from './subscriptionTransport.ts';

type Answer = Awaited<ReturnType<typeof send>>;
type Results = AsyncIterator<SubgraphResponse>;

const ownHeaders = ['content-type', 'application/json', 'accept', 'text/event-stream'];
const jsonTypes: ReadonlySet<string> = new Set(['application/json', 'application/graphql-response+json']);

/** GraphQL over server-sent events: one POST for each subscription, and back-pressure from the reader to the subgraph. */
export function eventStreamClient(subgraph: StreamingSubgraph): SubscriptionTransport {
  const { name, maxConnections = transportDefaults.maxConnections } = subgraph;
  const { connectMs = transportDefaults.connectMs } = subgraph;
  const agent = new Agent({ connect: { timeout: connectMs }, headersTimeout: 0, bodyTimeout: 0 });
  let open = 0;

  const begin = async (request: SubgraphRequest, signal: AbortSignal): Promise<Results> => {
    const opening = linkedAbort(signal);
    const tooLate = connectionLost(name, new Error(`There was no answer within ${connectMs} ms`));
    const timer = setTimeout(() => opening.abort(tooLate), connectMs);
    try {
      return await ask(subgraph, agent, request, opening.signal);
    } catch (thrown) {
      throw opening.signal.aborted ? opening.signal.reason : thrown;
    } finally {
      clearTimeout(timer);
      opening.release();
    }
  };
  return {
    async subscribe(request, signal) {
      signal.throwIfAborted();
      if (open >= maxConnections) throw tooManyConnections(name, maxConnections);
      open += 1;
      let results: Results;
      try {
        results = await begin(request, signal);
      } catch (thrown) {
        open -= 1;
        throw thrown;
      }
      const onAbort = (): void => void stream.return();
      const stream = mapIterator(
        results,
        (response) => response,
        () => {
          open -= 1;
          signal.removeEventListener('abort', onAbort);
        },
      );
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      return stream;
    },
    close: () => agent.destroy(),
  };
}

async function ask(
  subgraph: StreamingSubgraph,
  dispatcher: Agent,
  request: SubgraphRequest,
  signal: AbortSignal,
): Promise<Results> {
  const { name, url, sign, maxMessageBytes = transportDefaults.maxMessageBytes } = subgraph;
  const { pingMs = transportDefaults.pingMs } = subgraph;
  const token = sign === undefined ? undefined : await untilAborted(sign(request.viewer), signal);
  const headers = [...ownHeaders, 'x-request-id', request.requestId];
  if (token !== undefined) headers.push(viewerHeader, token);
  addPassedHeaders(headers, request.headers);
  const body = operationBody(request);
  const answer = await send(url, { method: 'POST', headers, body, signal, dispatcher }).catch((cause: unknown) => {
    throw connectionLost(name, cause);
  });
  if (answer.statusCode === 200 && typeOf(answer) === 'text/event-stream') {
    return new EventStreamReader(answer.body, { name, maxEventSize: maxMessageBytes, silenceMs: 2 * pingMs });
  }
  return await refusal(name, answer, maxMessageBytes);
}

/** An answer that is no stream: as GraphQL it is the only result; anything else is a failure. */
async function refusal(name: string, answer: Answer, maxBytes: number): Promise<Results> {
  const { statusCode: status, body } = answer;
  body.on('error', () => undefined); // whoever reads is told
  const cause = new Error(`The subscription was answered with HTTP ${status}`);
  const isJson = jsonTypes.has(typeOf(answer));
  if (status === 401 || status === 403 || status >= 500 || status === 429 || !isJson) {
    body.destroy();
    if (status === 401 || status === 403) throw connectionRefused(name, cause);
    if (status !== 200) throw connectionLost(name, cause);
    throw malformedStream(name, 'does not answer subscriptions with server-sent events');
  }
  const answered = await jsonOf(body, maxBytes).catch((failure: unknown) => {
    throw connectionLost(name, failure);
  });
  const response = subgraphAnswer(answered);
  if (response === null) throw malformedStream(name, `gave an answer that is not GraphQL (HTTP ${status})`);
  return only(response);
}

async function* only(response: SubgraphResponse): AsyncGenerator<SubgraphResponse> {
  yield response;
}

async function jsonOf(body: Readable, maxBytes: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined; // leaving the loop closes the response
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}

function typeOf({ headers }: Answer): string {
  return mediaType(String(headers['content-type'] ?? ''));
}
