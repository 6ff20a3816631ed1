import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Viewer } from '../../lib/viewer.ts';
import type { Graph, ReadyOperation, RequestContext } from '../graph.ts';
import { LiveViewer } from '../identity/liveViewer.ts';
import type { LiveViewers } from '../identity/liveViewers.ts';
import type { VerifiedIdentity } from '../identity/verifiedIdentity.ts';
import type { ClientQueueLimits } from '../subscribe/clientQueue.ts';
import type { CallerFacts } from './callerFacts.ts';
import { ClientStream } from './clientStream.ts';
import type { EventDelivery } from './eventDelivery.ts';
import type { EventFrames } from './eventFrames.ts';
import type { Exchange } from './exchange.ts';
import { clientLeft, type LiveOperation, type LiveOperations } from './liveOperations.ts';
import type { OpenStreams } from './openStreams.ts';
import type { ServerTimes } from './serverTimes.ts';
import type { StreamFormat } from './streamFormat.ts';
import { StreamResponse } from './streamResponse.ts';

/** What subscriptions over HTTP need of the rest of the server. */
export interface SubscriptionPorts {
  readonly graph: Graph;
  readonly people: LiveViewers;
  readonly operations: LiveOperations;
  readonly streams: OpenStreams;
  readonly delivery: EventDelivery;
  readonly queueLimits: ClientQueueLimits;
  readonly log: Log;
  readonly times: Pick<ServerTimes, 'pingMs' | 'stallMs'>;
}

/** A format with what it has written of events. */
export interface StreamForm {
  readonly format: StreamFormat;
  readonly frames: EventFrames;
}

/** Who sent the request. */
export interface StreamCaller {
  /** Null is anonymous. */
  readonly identity: VerifiedIdentity | null;
  /** At the time of the request. */
  readonly viewer: Viewer;
  readonly facts: CallerFacts;
}

/**
 * Answers a subscription with its events until one of both sides ends it. Resolves when the response is over.
 * @throws ClientError LIMIT_REACHED, before anything is written.
 */
export async function followSubscription(
  ports: SubscriptionPorts,
  exchange: Exchange,
  ready: ReadyOperation,
  caller: StreamCaller,
  form: StreamForm,
): Promise<void> {
  const { identity } = caller;
  if (exchange.response.closed) return; // it may have left while it was being identified
  const leave = ports.streams.enter({ identity, address: exchange.request.socket.remoteAddress });
  const operation = ports.operations.begin('stream');
  try {
    await follow(ports, exchange, ready, caller, form, operation);
  } finally {
    operation.end();
    leave();
  }
}

async function follow(
  ports: SubscriptionPorts,
  exchange: Exchange,
  ready: ReadyOperation,
  { identity, viewer, facts }: StreamCaller,
  form: StreamForm,
  operation: LiveOperation,
): Promise<void> {
  const { delivery, queueLimits, log } = ports;
  const { requestId, response } = exchange;
  const output = new StreamResponse(exchange, form.format, ports.times);
  const stream = new ClientStream({ output, ...form, delivery, queueLimits, site: { requestId, log } });
  const contextOf = (): RequestContext => ({ ...facts, viewer: live.viewer, requestId, signal: operation.signal });
  const live = new LiveViewer(ports.people, identity, viewer, {
    viewerChanged: () => stream.renew(contextOf()),
    viewerGone: (reason) => stream.stop(reason),
  });
  operation.onAbort((reason) => {
    if (reason instanceof ClientError) stream.stop(reason);
  });
  response.once('close', () => {
    stream.leave();
    operation.abort(clientLeft);
  });
  try {
    await live.current(); // asked after the registration above, so that no change can come between
    stream.open(ports.graph, ready, contextOf());
  } catch (cause) {
    if (!(cause instanceof ClientError)) log.error({ requestId, cause }, 'A subscription could not be opened');
    stream.stop(cause instanceof ClientError ? cause : new ClientError('INTERNAL'));
  }
  await output.closed;
  live.leave();
}
