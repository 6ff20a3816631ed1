import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Graph } from '../graph.ts';
import type { LiveViewers } from '../identity/liveViewers.ts';
import type { LiveObserver } from '../subscribe/liveObserver.ts';
import type { AcceptedAnswer, StreamType } from './acceptedAnswer.ts';
import { answerAsStream } from './answerAsStream.ts';
import { answerBytes } from './answerBody.ts';
import { EventDelivery } from './eventDelivery.ts';
import { EventFrames } from './eventFrames.ts';
import { eventStreamFormat } from './eventStreamFormat.ts';
import type { Exchange } from './exchange.ts';
import {
  followSubscription,
  type StreamCaller,
  type StreamForm,
  type SubscriptionPorts,
} from './followSubscription.ts';
import { resumedAt } from './lastEventId.ts';
import type { LiveOperations } from './liveOperations.ts';
import { multipartFormat } from './multipartFormat.ts';
import { OpenStreams } from './openStreams.ts';
import type { ServerTimes } from './serverTimes.ts';
import type { StreamFormat } from './streamFormat.ts';
import type { StreamLimits } from './streamLimits.ts';
import { StreamResponse } from './streamResponse.ts';

/** What the door needs of the rest of the server. */
export interface StreamPorts {
  readonly graph: Graph;
  readonly people: LiveViewers;
  readonly operations: LiveOperations;
  readonly observer: LiveObserver;
  readonly log: Log;
  readonly times: Pick<ServerTimes, 'pingMs' | 'stallMs'>;
  readonly limits: StreamLimits;
  /** For queries and mutations; a subscription has no deadline. */
  readonly requestTimeoutMs: number;
}

type Prepared = ReturnType<Graph['prepare']>;

/** The door to /graphql for those who take results one after the other in one response. */
export interface StreamDoor {
  /**
   * The form in which an operation is answered as a stream; null when it is answered in one piece. Multipart is for subscriptions alone, and for what is
   * refused to those who would rather have it.
   */
  typeFor(prepared: Prepared, accepted: AcceptedAnswer): StreamType | null;
  /** Answers one operation in that form; resolves when the response is over. A document that is refused is a result too, with the status 200. */
  answer(exchange: Exchange, prepared: Prepared, type: StreamType, caller: StreamCaller): Promise<void>;
}

/** Opens the door. */
export function streamDoor(ports: StreamPorts): StreamDoor {
  const { observer, log, limits } = ports;
  const delivery = new EventDelivery(observer, log);
  const formOf = (format: StreamFormat): StreamForm => ({ format, frames: new EventFrames(format, delivery) });
  const forms: Readonly<Record<StreamType, StreamForm>> = {
    'text/event-stream': formOf(eventStreamFormat),
    'multipart/mixed': formOf(multipartFormat),
  };
  const shared = {
    ...ports,
    delivery,
    streams: new OpenStreams(limits.streams),
    queueLimits: { events: limits.clientQueueEvents, bytes: limits.clientQueueBytes },
  };
  return {
    typeFor(prepared, { stream, prefersStream }) {
      if ('errors' in prepared) return prefersStream ? stream : null;
      if (prepared.kind === 'subscription') return stream;
      return stream === 'text/event-stream' && prefersStream ? stream : null;
    },
    answer: (exchange, prepared, type, caller) => answerIn(shared, exchange, prepared, forms[type], caller),
  };
}

async function answerIn(
  ports: SubscriptionPorts & StreamPorts,
  exchange: Exchange,
  prepared: Prepared,
  form: StreamForm,
  caller: StreamCaller,
): Promise<void> {
  const { request, response, headers } = exchange;
  const { format } = form;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!('errors' in prepared) && prepared.kind === 'mutation' && isRead) {
    throw new ClientError('METHOD_NOT_ALLOWED', 'A mutation needs POST.', { allow: 'POST' });
  }
  if (request.method === 'HEAD') {
    // There is no body that could come in parts: nothing runs for it.
    response.writeHead(200, [...headers, ...format.headers]).end();
    return;
  }
  if ('errors' in prepared) return await refuse(ports, exchange, prepared, format);
  if (prepared.kind !== 'subscription') return await answerAsStream(ports, exchange, prepared, caller, format);
  return await followSubscription(ports, exchange, resumedAt(prepared, request), caller, form);
}

async function refuse(
  { log, times }: StreamPorts,
  exchange: Exchange,
  refusal: Extract<Prepared, { readonly errors: unknown }>,
  format: StreamFormat,
): Promise<void> {
  if (exchange.response.closed) return;
  const output = new StreamResponse(exchange, format, times);
  const body = answerBytes(refusal, { requestId: exchange.requestId, log });
  output.end(Buffer.concat([format.result(body, null), format.closing]));
  await output.closed;
}
