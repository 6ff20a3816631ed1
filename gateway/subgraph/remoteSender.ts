import type { GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from '@apollo/gateway';
import { isOpenRecord } from '../../lib/own.ts';
import { FetchedAnswer } from './fetchedAnswer.ts';
import type { HttpAnswer, HttpTransport } from './http/httpTransport.ts';
import type { KnownSource } from './plainRemoteSource.ts';
import { remoteCall, sentHeaders } from './remoteCall.ts';
import type { SourceTransports } from './sourceTransports.ts';

type AskedRequest = GraphQLDataSourceProcessOptions['request'];
type Http = NonNullable<AskedRequest['http']>;

/** What `fetch` follows. */
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** One request for a subgraph. */
interface Sent {
  readonly request: AskedRequest;
  /** The request as JSON text, where it is known. */
  readonly text: string | null;
  readonly context: object;
  /** False for what must not be sent twice. */
  readonly isRepeatable: boolean;
}

/** What a request came to. */
export interface Answered {
  /** The body, with `http` where hooks will see it. */
  readonly response: object;
  /** The header of that name (null when there was none); undefined where a hook may change it. */
  readonly cacheControl: string | null | undefined;
}

/**
 * What the private `sendRequest` of RemoteGraphQLDataSource does, over connections of our own, with the hooks `didEncounterError`, `parseBody`
 * and `errorFromResponse`. What only a whole HTTP client can do (another method than POST, headers of the connection, redirects) is left to
 * the data source.
 */
export class RemoteSender {
  readonly #known: KnownSource;
  readonly #transports: SourceTransports;

  constructor(known: KnownSource, transports: SourceTransports) {
    this.#known = known;
    this.#transports = transports;
  }

  /** Rejects with what the data source and its hooks throw, and for everything that `fetch` would reject for. */
  async send(sent: Sent): Promise<Answered> {
    const { http } = sent.request;
    if (!http) throw new Error("Internal error: Only 'http' requests are supported.");
    const transport = http.method === 'POST' ? this.#transports.at(http.url) : null;
    const headers = transport === null ? null : sentHeaders(http.headers);
    const answered = transport === null || headers === null ? null : await this.#post(sent, http, transport, headers);
    if (answered !== null) return answered;
    return { response: await this.#known.source.sendRequest(sent.request, sent.context), cacheControl: undefined };
  }

  /** Null when the answer is a redirect. */
  async #post(sent: Sent, http: Http, transport: HttpTransport, headers: readonly string[]): Promise<Answered | null> {
    const { source, ofClass } = this.#known;
    const { request, isRepeatable, context } = sent;
    const body = sent.text ?? JSON.stringify({ ...request, http: undefined });
    let fetched: FetchedAnswer | undefined;
    try {
      const answer = await remoteCall(transport, http.url, { headers, body, isRepeatable });
      if (redirects.has(answer.status)) return null;
      fetched = new FetchedAnswer(http.url, answer);
      if (!fetched.ok) throw await source.errorFromResponse(fetched);
      const value =
        source.parseBody === ofClass.parseBody
          ? bodyOf(answer, fetched)
          : await source.parseBody(fetched, fetchRequest(http, body), context);
      return this.#answered(value, answer, fetched);
    } catch (thrown) {
      if (source.didEncounterError !== ofClass.didEncounterError) {
        source.didEncounterError(thrown as Error, fetchRequest(http, body), fetched, context, request);
      }
      throw thrown;
    }
  }

  #answered(value: unknown, { cacheControl }: HttpAnswer, http: FetchedAnswer): Answered {
    if (!isOpenRecord(value)) throw new Error(`Expected JSON response body, but received: ${String(value)}`);
    const isShown = typeof this.#known.source.didReceiveResponse === 'function';
    return isShown ? { response: { ...value, http }, cacheControl: undefined } : { response: value, cacheControl };
  }
}

/** As the class reads a body. */
function bodyOf({ contentType, body }: HttpAnswer, fetched: FetchedAnswer): unknown {
  const isJson =
    contentType.startsWith('application/json') || contentType.startsWith('application/graphql-response+json');
  return isJson ? fetched.value() : body;
}

type FetchRequest = Parameters<RemoteGraphQLDataSource['didEncounterError']>[1];

/** The request for hooks that want it: that of the platform, which has what node-fetch has. */
function fetchRequest({ url, headers }: Http, body: string): FetchRequest {
  return new Request(url, { method: 'POST', headers: [...headers], body }) as unknown as FetchRequest;
}
