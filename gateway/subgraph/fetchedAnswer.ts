import { STATUS_CODES } from 'node:http';
import type { RemoteGraphQLDataSource } from '@apollo/gateway';
import type { HttpAnswer } from './http/httpTransport.ts';

type FetcherResponse = Awaited<ReturnType<RemoteGraphQLDataSource['fetcher']>>;

/** An answer of our own client as hooks of data sources expect one: what `fetch` gives, made when somebody looks. */
export class FetchedAnswer implements FetcherResponse {
  readonly bodyUsed = false;
  readonly redirected = false;
  readonly url: string;
  readonly #answer: HttpAnswer;
  #headers: Headers | null = null;

  constructor(url: string, answer: HttpAnswer) {
    this.url = url;
    this.#answer = answer;
  }

  get status(): number {
    return this.#answer.status;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }

  get statusText(): string {
    return STATUS_CODES[this.status] ?? '';
  }

  get headers(): Headers {
    this.#headers ??= headersOf(this.#answer.fields ?? '');
    return this.#headers;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return new TextEncoder().encode(this.#answer.body).buffer;
  }

  async text(): Promise<string> {
    return this.#answer.body;
  }

  async json(): Promise<unknown> {
    return this.value();
  }

  /** The JSON of the body; throws as `fetch` implementations for Node.js do when it is none. */
  value(): unknown {
    try {
      return JSON.parse(this.#answer.body);
    } catch (cause) {
      const says = `invalid json response body at ${this.url} reason: ${(cause as Error).message}`;
      throw fetchError(says, { type: 'invalid-json', cause });
    }
  }

  clone(): FetchedAnswer {
    return new FetchedAnswer(this.url, this.#answer);
  }
}

/** The failure of a request as `fetch` implementations for Node.js tell it. */
export function fetchError(message: string, more: Readonly<Record<string, unknown>>): Error {
  return Object.assign(new Error(message), { name: 'FetchError', ...more });
}

function headersOf(fields: string): Headers {
  const headers = new Headers();
  for (const line of fields.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
}
