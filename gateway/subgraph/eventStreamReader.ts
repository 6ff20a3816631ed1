import type { Readable } from 'node:stream';
import { createParser, type EventSourceMessage, type EventSourceParser } from 'eventsource-parser';
import type { ClientError } from '../../lib/errors.ts';
import { connectionLost, farewell, malformedStream } from './streamFaults.ts';
import { subgraphAnswer } from './subgraphAnswer.ts';
import type { SubgraphResponse } from './subgraphClient.ts';

/** The bounds of one stream. */
export interface EventStreamBounds {
  /** Of the subgraph, for errors. */
  readonly name: string;
  /** A larger event breaks the stream; in characters. */
  readonly maxEventSize: number;
  /** A stream that is being read and on which nothing comes for so many milliseconds is broken. */
  readonly silenceMs: number;
}

/** Without a data field `complete` is no event to a parser, but it ends a stream all the same. */
const completeWithoutData = /(?:^|[\r\n])event: ?complete(?:\r\n|\r|\n)*$/;
const tailLength = 32;

/**
 * The events of a response in GraphQL over SSE (PROTOCOL.md of graphql-sse, "distinct connections" mode) as results. The response is read only as fast as
 * this is, so that a slow reader slows its subgraph; while it is not read, silence says nothing. One `next()` at a time.
 */
export class EventStreamReader implements AsyncIterator<SubgraphResponse> {
  readonly #body: Readable;
  readonly #bounds: EventStreamBounds;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #decoder = new TextDecoder();
  readonly #parser: EventSourceParser;
  readonly #results: SubgraphResponse[] = [];
  #tail = '';
  #isOver = false;
  #failure: ClientError | null = null;

  constructor(body: Readable, bounds: EventStreamBounds) {
    this.#body = body;
    this.#bounds = bounds;
    this.#chunks = body[Symbol.asyncIterator]();
    this.#parser = createParser({
      maxBufferSize: bounds.maxEventSize,
      onEvent: (event) => this.#onEvent(event),
      onError: ({ type }) => {
        if (type === 'max-buffer-size-exceeded') this.#refuseLarge();
      },
    });
    body.on('error', () => undefined); // whoever reads is told
  }

  async next(): Promise<IteratorResult<SubgraphResponse>> {
    for (;;) {
      const value = this.#results.shift();
      if (value !== undefined) return { done: false, value };
      if (this.#failure !== null) throw this.#failure;
      if (this.#isOver) return { done: true, value: undefined };
      await this.#read();
    }
  }

  /** Closes the response at once; a waiting `next()` fails. */
  async return(): Promise<IteratorResult<SubgraphResponse>> {
    this.#end(null);
    return { done: true, value: undefined };
  }

  async #read(): Promise<void> {
    const { name, silenceMs } = this.#bounds;
    const timer = setTimeout(() => this.#body.destroy(new Error(`Nothing came within ${silenceMs} ms`)), silenceMs);
    try {
      const chunk = await this.#chunks.next();
      if (chunk.done === true) this.#onEnd();
      else this.#onText(this.#decoder.decode(chunk.value, { stream: true }));
    } catch (cause) {
      this.#end(connectionLost(name, cause));
    } finally {
      clearTimeout(timer);
    }
  }

  #onText(text: string): void {
    this.#tail = (this.#tail + text).slice(-tailLength);
    this.#parser.feed(text);
  }

  #onEvent({ event = 'next', data }: EventSourceMessage): void {
    if (this.#isOver) return;
    if (event === 'complete') this.#end(null);
    else if (data.length > this.#bounds.maxEventSize) this.#refuseLarge();
    else if (event === 'next') this.#onResult(subgraphAnswer(parsed(data))); // the protocol has no others
  }

  #onResult(response: SubgraphResponse | null): void {
    const { name } = this.#bounds;
    const fault =
      response === null ? malformedStream(name, 'sent an event that is not GraphQL') : farewell(name, response);
    if (fault !== null) this.#end(fault);
    else if (response !== null) this.#results.push(response);
  }

  #refuseLarge(): void {
    const { name, maxEventSize } = this.#bounds;
    this.#end(malformedStream(name, `sent an event of more than ${maxEventSize} bytes`));
  }

  /** The response has ended whole. Only `complete` says that there is no more: a proxy that gives up ends a response in the same way. */
  #onEnd(): void {
    const isComplete = completeWithoutData.test(this.#tail);
    const cause = new Error('The response ended without "complete"');
    this.#end(isComplete ? null : connectionLost(this.#bounds.name, cause));
  }

  #end(failure: ClientError | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#failure = failure;
    this.#body.destroy();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
