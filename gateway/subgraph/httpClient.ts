import { ClientError } from '../../lib/errors.ts';
import type { Viewer } from '../../lib/viewer.ts';
import { viewerHeader } from '../../subgraphs/kit/viewerAssertion.ts';
import { type HttpAnswer, type HttpCall, HttpFault, type HttpTransport } from './http/httpTransport.ts';
import { plainTransport } from './http/plainTransport.ts';
import { secureTransport } from './http/secureTransport.ts';
import { operationBody } from './operationBody.ts';
import { addPassedHeaders } from './passedHeaders.ts';
import { subgraphAnswer } from './subgraphAnswer.ts';
import type { OpenCall, SubgraphClient, SubgraphRequest, SubgraphResponse } from './subgraphClient.ts';

/** A subgraph at an HTTP address. */
export interface HttpSubgraph {
  readonly name: string;
  readonly url: string;
  /** The viewer as a token that the subgraph accepts. Without it, the subgraph is not told who asks. */
  readonly sign?: ((viewer: Viewer) => Promise<string>) | undefined;
  /** Larger answers are refused. */
  readonly maxBodyBytes?: number | undefined;
  /** Connections kept open to it at most. */
  readonly maxConnections?: number | undefined;
  /** Milliseconds for a connection to be made. */
  readonly connectMs?: number | undefined;
}

/** Queries and mutations over HTTP. */
export interface HttpClient extends Pick<SubgraphClient, 'execute'> {
  open(request: SubgraphRequest): OpenCall;
  /** Closes the connections; what is under way fails. */
  close(): Promise<void>;
}

const constantHeaders = [
  ...['content-type', 'application/json'],
  ...['accept', 'application/graphql-response+json, application/json;q=0.9'],
];
const contentTypes: ReadonlySet<string> = new Set(['application/json', 'application/graphql-response+json']);

/**
 * Sends operations by POST over a pool of kept connections. Redirects are not followed. There is no time limit here beyond connecting:
 * `withPolicies` sets one.
 */
export function httpClient(subgraph: HttpSubgraph): HttpClient {
  const { name, sign, maxBodyBytes = 16 * 1024 * 1024, maxConnections = 64, connectMs = 5_000 } = subgraph;
  const url = new URL(subgraph.url);
  const target = { url, headers: constantHeaders, contentTypes, maxBodyBytes, maxConnections, connectMs };
  const transport = url.protocol === 'https:' ? secureTransport(target) : plainTransport(target);

  const open = (request: SubgraphRequest): OpenCall => {
    const call = new HttpSubgraphCall(name, request);
    if (sign === undefined) call.begin(transport, undefined);
    else {
      sign(request.viewer).then(
        (token) => call.begin(transport, token),
        (thrown: unknown) => call.abort(thrown),
      );
    }
    return call;
  };
  return {
    open,
    async execute(request, signal) {
      signal.throwIfAborted();
      const call = open(request);
      const onAbort = (): void => call.abort(signal.reason);
      signal.addEventListener('abort', onAbort);
      try {
        return await call.answer;
      } finally {
        signal.removeEventListener('abort', onAbort);
      }
    },
    close: () => transport.close(),
  };
}

/** One operation on its way: what its transport and its caller each need of it, in one object. */
class HttpSubgraphCall implements OpenCall, HttpCall {
  headers: readonly string[] = [];
  readonly body: string;
  readonly isRepeatable: boolean;
  readonly answer: Promise<SubgraphResponse>;
  declare resolve: (response: SubgraphResponse) => void;
  declare reject: (reason: unknown) => void;
  #end: (() => void) | null = null;
  #isOver = false;
  readonly #name: string;
  readonly #request: SubgraphRequest;

  constructor(name: string, request: SubgraphRequest) {
    this.#name = name;
    this.#request = request;
    this.body = operationBody(request);
    this.isRepeatable = request.operationKind === 'query';
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  begin(transport: HttpTransport, token: string | undefined): void {
    if (this.#isOver) return;
    try {
      this.headers = callHeaders(this.#request, token);
      this.#end = transport.post(this);
    } catch (thrown) {
      this.abort(thrown);
    }
  }

  abort(reason: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.reject(reason);
    this.#end?.();
  }

  answered({ status, contentType, cacheControl, body }: HttpAnswer): void {
    const response = contentTypes.has(contentType) ? subgraphAnswer(parsed(body)) : null;
    if (response !== null) {
      this.#isOver = true;
      this.resolve(cacheControl === null ? response : { ...response, cacheControl });
    } else if (contentTypes.has(contentType)) this.#refuse('gave an answer that is not GraphQL', status);
    else this.#refuse('gave an answer that is not JSON by its content type', status);
  }

  failed(cause: Error): void {
    if (cause instanceof HttpFault) this.#refuse(cause.message, cause.status);
    else {
      const says = `The subgraph "${this.#name}" could not be reached.`;
      this.abort(new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: this.#name }, { cause }));
    }
  }

  #refuse(says: string, status: number): void {
    // A server (or what stands before it) that is in trouble answers with whatever it has.
    const code = status >= 500 || status === 429 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_MALFORMED';
    const known = status === 0 ? '' : ` (HTTP ${status})`;
    this.abort(new ClientError(code, `The subgraph "${this.#name}" ${says}${known}.`, { subgraph: this.#name }));
  }
}

function callHeaders({ requestId, headers }: SubgraphRequest, token: string | undefined): readonly string[] {
  const fields = ['x-request-id', requestId];
  if (token !== undefined) fields.push(viewerHeader, token);
  return addPassedHeaders(fields, headers);
}

const byteOrderMark = 0xfeff;

/** The value of a JSON text; undefined when it is not one. Bytes that are not UTF-8 have become U+FFFD, as with every other client. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}
