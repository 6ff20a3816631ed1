import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { createParser } from 'eventsource-parser';
import { inbox } from './inbox.ts';
import type { WireResult } from './wsClient.ts';

/** One event as the server sent it. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: string;
  readonly id: string | null;
}

/** A stream of server-sent events. */
export interface SseStream extends AsyncDisposable {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The next event; rejects when none comes in time, or the stream has ended. */
  nextEvent(withinMs?: number): Promise<ServerSentEvent>;
  /** The next result, from a `next` event. */
  next(withinMs?: number): Promise<WireResult>;
  /** The next comment (a sign of life), without its colon. */
  nextComment(withinMs?: number): Promise<string>;
  /** Resolves when the response has ended, with whether it ended whole. */
  ended(withinMs?: number): Promise<'complete' | 'aborted'>;
  /** Stops and starts reading, as a slow client does. */
  pause(): void;
  resume(): void;
  /** What the server said about when to connect again, in milliseconds, as often as it did. */
  readonly retries: readonly number[];
  /** The id of the last event that was given out, for resuming. */
  readonly lastEventId: string | null;
}

interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** A client of the gateway over server-sent events; each subscription is a request of its own. */
export interface SseClient {
  subscribe(
    operation: Operation,
    options?: { readonly lastEventId?: string; readonly method?: 'GET' | 'POST' },
  ): Promise<SseStream>;
}

/** A client for the gateway at `url` (with or without /graphql). */
export function sseClient(
  url: string,
  options: { readonly token?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): SseClient {
  const address = `${url.replace(/\/(graphql)?$/, '')}/graphql`;
  const { token, headers: own = {} } = options;
  return {
    subscribe: (operation, { lastEventId, method = 'POST' } = {}) => {
      const headers = {
        accept: 'text/event-stream',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
        ...own,
      };
      return open(method === 'POST' ? address : withParameters(address, operation), method, headers, operation);
    },
  };
}

function withParameters(address: string, { query, variables, operationName }: Operation): string {
  const parameters = new URLSearchParams({ query });
  if (variables !== undefined) parameters.set('variables', JSON.stringify(variables));
  if (operationName !== undefined) parameters.set('operationName', operationName);
  return `${address}?${parameters.toString()}`;
}

function open(
  address: string,
  method: 'GET' | 'POST',
  headers: Record<string, string>,
  operation: Operation,
): Promise<SseStream> {
  const events = inbox<ServerSentEvent>('event');
  const comments = inbox<string>('comment');
  const ends = inbox<'complete' | 'aborted'>('end of the stream');
  const retries: number[] = [];
  let lastEventId: string | null = null;
  return new Promise((resolve, reject) => {
    const request = httpRequest(address, { method, headers, agent: false }, (response) => {
      const parser = createParser({
        onEvent: ({ event = 'message', data, id = null }) => events.put({ event, data, id }),
        onComment: (comment) => comments.put(comment),
        onRetry: (ms) => retries.push(ms),
        onError: (error) => events.close(error),
      });
      response.setEncoding('utf8').on('data', (chunk: string) => parser.feed(chunk));
      response.on('error', () => undefined); // `close` tells it
      response.on('close', () => {
        events.close(new Error('The stream has ended'));
        comments.close(new Error('The stream has ended'));
        ends.put(response.complete ? 'complete' : 'aborted');
      });
      const nextEvent = async (withinMs?: number): Promise<ServerSentEvent> => {
        const event = await events.next(withinMs);
        lastEventId = event.id ?? lastEventId;
        return event;
      };
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        nextEvent,
        async next(withinMs) {
          const { event, data } = await nextEvent(withinMs);
          if (event !== 'next') throw new Error(`Expected a result, got the event ${event}`);
          return JSON.parse(data) as WireResult;
        },
        retries,
        nextComment: (withinMs) => comments.next(withinMs),
        ended: (withinMs) => ends.next(withinMs),
        pause: () => void response.pause(),
        resume: () => void response.resume(),
        get lastEventId() {
          return lastEventId;
        },
        async [Symbol.asyncDispose]() {
          request.destroy();
        },
      });
    });
    request.on('error', reject);
    request.end(method === 'POST' ? JSON.stringify(operation) : undefined);
  });
}
