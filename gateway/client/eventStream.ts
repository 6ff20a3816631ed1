import { EventStreamParser, type ServerSentEvent } from './eventStreamParser.ts';
import { errorsIn, resultIn } from './httpResult.ts';
import type { LivePorts } from './livePorts.ts';
import { codeOf, type LiveResult } from './liveResult.ts';
import type { LiveLoss, StreamSink } from './liveTransport.ts';
import { Reconnection } from './reconnection.ts';
import { renewalDelay } from './renewalDelay.ts';
import { silent, tokenRenewed, tokenUnavailable } from './socketEnd.ts';

const lost: LiveLoss = { code: 'CONNECTION_LOST', message: 'The connection was lost.' };

/** Statuses that pass by themselves. */
const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;

/** One subscription over server-sent events, through all its connections. */
export class EventStream {
  readonly #ports: LivePorts;
  readonly #sink: StreamSink;
  readonly #reconnection: Reconnection;
  #connection: AbortController | null = null;
  #watchdog: ReturnType<typeof setTimeout> | null = null;
  #isOver = false;
  #refusals = 0;
  #bearer: string | null = null;

  constructor(ports: LivePorts, sink: StreamSink) {
    this.#ports = ports;
    this.#sink = sink;
    this.#reconnection = new Reconnection(ports, () => void this.connect());
  }

  /** What the last connection was opened with. */
  get bearer(): string | null {
    return this.#bearer;
  }

  /** Waits no longer where it waits. */
  retry(): void {
    this.#reconnection.retry();
  }

  leave(): void {
    this.#isOver = true;
    this.#reconnection.stop();
    this.#connection?.abort();
    this.#expectWithin(null);
  }

  /** Never rejects. */
  async connect(): Promise<void> {
    const connection = new AbortController();
    this.#connection = connection;
    const { token, times } = this.#ports;
    let renewal: ReturnType<typeof setTimeout> | undefined;
    try {
      this.#expectWithin(times.connectMs);
      const bearer = await token.get().catch(() => Promise.reject(new Loss(tokenUnavailable)));
      if (this.#isOver) return;
      this.#bearer = bearer;
      const response = await this.#send(bearer, connection.signal);
      const delayMs = token.canRenew ? renewalDelay(token.expiresInMs, times) : null;
      if (delayMs !== null) {
        renewal = setTimeout(() => this.#renew(connection), delayMs);
      }
      if (await this.#accepts(response)) await this.#read(response);
    } catch (thrown) {
      const { loss, when } = thrown instanceof Loss ? thrown : new Loss(lost);
      connection.abort();
      if (!this.#isOver) this.#sink.waiting(loss, this.#reconnection.lost(when));
    } finally {
      clearTimeout(renewal);
      this.#expectWithin(null);
    }
  }

  #send(bearer: string | null, signal: AbortSignal): Promise<Response> {
    const { query, variables, after } = this.#sink.request();
    return this.#ports.fetch(this.#ports.url, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...(after === null ? {} : { 'last-event-id': after }),
      },
      body: JSON.stringify({ query, variables }),
      cache: 'no-store',
      signal,
    });
  }

  /** True when a stream follows; else the sink is told, or a Loss is thrown. */
  async #accepts(response: Response): Promise<boolean> {
    if (response.ok && response.headers.get('content-type')?.startsWith('text/event-stream') === true) {
      this.#refusals = 0;
      this.#reconnection.opened();
      if (!this.#isOver) this.#sink.opened();
      return true;
    }
    if (response.status === 401) await this.#tokenRefused(response);
    else if (isPassing(response.status))
      throw new Loss({ ...lost, message: `The server answered with the status ${response.status}.` });
    else {
      const result = await resultIn(response.clone());
      const errors = await errorsIn(response);
      this.#finish(() =>
        result === null
          ? this.#sink.failed({ code: 'REFUSED', message: errors[0]?.message ?? '' })
          : this.#sink.refused(errors),
      );
    }
    return false;
  }

  async #tokenRefused(response: Response): Promise<void> {
    const [error] = await errorsIn(response);
    const loss = { code: codeOf(error, 'UNAUTHENTICATED'), message: error?.message ?? 'The token is not accepted.' };
    this.#refusals += 1;
    if (!this.#ports.token.canRenew || this.#refusals > 1) return this.#finish(() => this.#sink.failed(loss));
    this.#ports.token.refused(this.#bearer);
    throw new Loss(loss, 'now');
  }

  async #read(response: Response): Promise<void> {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new EventStreamParser();
    for (;;) {
      this.#expectWithin(this.#ports.times.silenceMs);
      const piece = await reader?.read();
      if (this.#isOver) return;
      if (piece === undefined || piece.done) throw new Loss(lost);
      for (const event of parser.push(piece.value)) this.#take(event);
      if (this.#isOver) return;
    }
  }

  #take({ event, data, id }: ServerSentEvent): void {
    if (this.#isOver) return;
    if (event === 'complete') this.#finish(() => this.#sink.completed());
    if (event === 'next') this.#sink.result(JSON.parse(data) as LiveResult, id);
  }

  #renew(connection: AbortController): void {
    this.#ports.token.refused(this.#bearer);
    connection.abort(new Loss(tokenRenewed, 'now'));
  }

  #finish(tell: () => void): void {
    if (this.#isOver) return;
    this.leave();
    tell();
  }

  #expectWithin(ms: number | null): void {
    if (this.#watchdog !== null) clearTimeout(this.#watchdog);
    this.#watchdog = ms === null ? null : setTimeout(() => this.#connection?.abort(new Loss(silent)), ms);
  }
}

/** Thrown on the way: the connection is over, and another attempt follows. */
class Loss extends Error {
  constructor(
    readonly loss: LiveLoss,
    readonly when: 'now' | 'later' = 'later',
  ) {
    super(loss.message);
  }
}
