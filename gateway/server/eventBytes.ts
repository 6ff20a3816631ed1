import { randomUUID } from 'node:crypto';
import type { Log } from '../../lib/log.ts';
import type { SubscriptionEvent } from '../graph.ts';
import { answerBody } from './answerBody.ts';

/**
 * A subscription's event as every client gets it, JSON in UTF-8; made once. Errors that are masked are logged under an id that goes with the event: it belongs to
 * no request alone.
 */
export function eventBytes(event: SubscriptionEvent, log: Log): Buffer {
  if (event.bytes === null) {
    const requestId = event.answer.errors === undefined ? null : randomUUID();
    const body = answerBody(event.answer, { requestId, log });
    event.bytes = typeof body === 'string' ? Buffer.from(body) : body;
  }
  return event.bytes;
}
