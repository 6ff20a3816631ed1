import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Viewer } from '../../lib/viewer.ts';
import type { Graph, OperationRequest } from '../graph.ts';
import type { CallerFacts } from './callerFacts.ts';
import { expiryDeadline, requestDeadline } from './deadline.ts';
import { eventStreamWriter } from './eventStreamWriter.ts';
import type { Exchange } from './exchange.ts';
import { type ErrorSite, formatError, formatResult } from './formatError.ts';
import { cursorOf, resumedAt } from './lastEventId.ts';
import { clientLeft, type LiveOperations } from './liveOperations.ts';
import { operationStream } from './operationStream.ts';
import type { ServerTimes } from './serverTimes.ts';

/** What the door needs of the rest of the server. */
export interface EventStreamPorts {
  readonly graph: Graph;
  readonly operations: LiveOperations;
  readonly log: Log;
  readonly times: Pick<ServerTimes, 'pingMs' | 'stallMs'>;
  /** For queries and mutations; a subscription has no deadline. */
  readonly requestTimeoutMs: number;
}

/** On whose behalf, until when (milliseconds since the epoch; null: for ever). */
export interface StreamViewer {
  readonly viewer: () => Promise<Viewer>;
  readonly expiresAtMs: number | null;
  readonly facts: CallerFacts;
}

/**
 * Answers one operation as server-sent events, in the "distinct connections" mode of the GraphQL over SSE protocol: every result is
 * a `next` event, then one `complete`. A document that is refused is a `next` event too (status 200). Events carry their cursor as
 * `id`, and `last-event-id` resumes after it. Resolves when the response has ended.
 */
export async function answerEventStream(
  ports: EventStreamPorts,
  exchange: Exchange,
  operationRequest: OperationRequest,
  { viewer, expiresAtMs, facts }: StreamViewer,
): Promise<void> {
  const { request, response, requestId } = exchange;
  const site: ErrorSite = { requestId, log: ports.log };
  const prepared = ports.graph.prepare(operationRequest);
  if (!('errors' in prepared) && prepared.kind === 'mutation' && request.method === 'GET') {
    throw new ClientError('METHOD_NOT_ALLOWED', 'A mutation needs POST.', { allow: 'POST' });
  }
  const writer = eventStreamWriter(exchange, ports.times);
  if ('errors' in prepared) {
    const errors = prepared.errors.map((error) => formatError(error, site));
    await writer.write({ event: 'next', data: JSON.stringify({ errors }) });
    await writer.write({ event: 'complete', data: '' });
    writer.end();
    return;
  }

  const lastEventId = request.headers['last-event-id'];
  const ready = resumedAt(prepared, typeof lastEventId === 'string' ? lastEventId : undefined);
  const operation =
    ready.kind === 'subscription'
      ? ports.operations.begin('stream', expiryDeadline(expiresAtMs))
      : ports.operations.begin('answer', requestDeadline(ports.requestTimeoutMs));
  const leave = (): void => operation.abort(clientLeft);
  response.once('close', leave);
  if (response.closed) leave(); // it may have left while it was being identified
  const results = operationStream(ports.graph, ready, operation, { viewer, requestId, facts, log: ports.log });
  try {
    for await (const result of results) {
      const data = JSON.stringify(formatResult(result, site));
      if (!(await writer.write({ event: 'next', data, id: cursorOf(result.data) }))) {
        response.destroy(); // the reader is gone or has stopped reading; it resumes with its last id
        return;
      }
    }
    await writer.write({ event: 'complete', data: '' });
  } finally {
    response.off('close', leave);
    writer.end();
  }
}
