import { fetchError } from './fetchedAnswer.ts';
import type { HttpAnswer, HttpCall, HttpTransport } from './http/httpTransport.ts';
import { checkHeaders } from './http/requestText.ts';

/** Headers that say how the connection is used, or change what may come back: a request with one goes the way of its data source. */
const special: ReadonlySet<string> = new Set([
  ...['accept-encoding', 'connection', 'content-encoding', 'expect', 'host', 'keep-alive', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade'],
]);

/** The headers as names and values in turn; null when there is one that only a whole HTTP client can honour. */
export function sentHeaders(headers: Iterable<readonly [string, string]>): readonly string[] | null {
  const fields: string[] = [];
  let accepts = false;
  for (const [given, value] of headers) {
    const name = given.toLowerCase();
    if (special.has(name)) return null;
    if (name === 'content-length') continue; // of some other body
    if (name === 'accept') accepts = true;
    fields.push(name, value);
  }
  if (!accepts) fields.push('accept', '*/*');
  checkHeaders(fields);
  return fields;
}

/** What is sent. */
interface Sent {
  readonly headers: readonly string[];
  readonly body: string;
  /** False for what must not be sent twice. */
  readonly isRepeatable: boolean;
}

/** The answer to one request, whatever its status. Rejects as `fetch` implementations for Node.js do. */
export function remoteCall(
  transport: HttpTransport,
  url: string,
  { headers, body, isRepeatable }: Sent,
): Promise<HttpAnswer> {
  return new Promise((answered, reject) => {
    const call: HttpCall = {
      headers,
      body,
      isRepeatable,
      answered,
      failed(cause) {
        const code = 'code' in cause ? cause.code : undefined;
        const says = `request to ${url} failed, reason: ${cause.message}`;
        reject(fetchError(says, { type: 'system', code, errno: code, cause }));
      },
    };
    transport.post(call);
  });
}
