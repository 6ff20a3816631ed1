import { type Dispatcher, Pool } from 'undici';
import { BodyBuffer, tooLarge } from './bodyBuffer.ts';
import { type HttpCall, HttpFault, type HttpTarget, type HttpTransport, mediaType } from './httpTransport.ts';

/** HTTP by undici, for what needs TLS: its dispatcher without the streams and promises that its `request` puts around it. */
export function secureTransport(target: HttpTarget): HttpTransport {
  const { url, maxConnections, connectMs } = target;
  // Calls are bounded from outside; the pool's own limits would only be a second, different one.
  const pool = new Pool(url.origin, {
    connections: maxConnections,
    connect: { timeout: connectMs },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const path = url.pathname + url.search;
  return {
    post(call) {
      const answer = new AnswerHandler(call, target);
      const headers = [...target.headers, ...call.headers];
      pool.dispatch({ path, method: 'POST', headers, body: call.body }, answer);
      return () => answer.end();
    },
    close: () => pool.destroy(),
  };
}

class AnswerHandler implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | null = null;
  #isOver = false;
  #status = 0;
  #contentType = '';
  #cacheControl: string | null = null;
  #fields: string | undefined;
  readonly #body: BodyBuffer;
  readonly #call: HttpCall;
  readonly #target: HttpTarget;

  constructor(call: HttpCall, target: HttpTarget) {
    this.#call = call;
    this.#target = target;
    this.#body = new BodyBuffer(target.maxBodyBytes);
  }

  end(): void {
    this.#isOver = true;
    this.#abort();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) this.#abort();
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Record<string, unknown>): void {
    if (this.#isOver || status < 200) return;
    this.#status = status;
    this.#contentType = mediaType(String(headers['content-type'] ?? ''));
    const cacheControl = headers['cache-control'];
    if (cacheControl !== undefined) this.#cacheControl = String(cacheControl);
    if (this.#target.wantsFields === true) this.#fields = fieldLines(headers);
    const encoding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
    if (!this.#target.contentTypes.has(this.#contentType)) this.#answer();
    else if (encoding !== 'identity') {
      this.#fail(
        new HttpFault(`gave an answer in the content encoding "${encoding}", which was not asked for`, status),
      );
    } else if (Number(headers['content-length'] ?? 0) > this.#target.maxBodyBytes) {
      this.#fail(tooLarge(this.#target.maxBodyBytes, status));
    }
  }

  onResponseData(_: Dispatcher.DispatchController, piece: Buffer): void {
    if (this.#isOver) return;
    try {
      this.#body.append(piece, 0, piece.length, this.#status);
    } catch (fault) {
      this.#fail(fault as Error);
    }
  }

  onResponseEnd(): void {
    if (!this.#isOver) this.#answer();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#call.failed(error);
  }

  #answer(): void {
    this.#isOver = true;
    const isWanted = this.#target.contentTypes.has(this.#contentType);
    this.#call.answered({
      status: this.#status,
      contentType: this.#contentType,
      cacheControl: this.#cacheControl,
      body: isWanted ? this.#body.takeText() : '',
      ...(this.#fields === undefined ? {} : { fields: this.#fields }),
    });
    if (!isWanted) this.#abort();
  }

  #fail(error: Error): void {
    this.#isOver = true;
    this.#call.failed(error);
    this.#abort();
  }

  #abort(): void {
    this.#body.clear();
    this.#controller?.abort(new Error('The call was ended'));
  }
}

function fieldLines(headers: Record<string, unknown>): string {
  return Object.entries(headers)
    .flatMap(([name, value]) => [value].flat().map((one) => `${name}: ${String(one)}`))
    .join('\r\n');
}
