import { type StreamFormat, streamHeaders } from './streamFormat.ts';

/** How long a browser waits before it connects again, in milliseconds. */
const retryMs = 2_000;

const resultEvent = 'event: next\n';

/** True when a cursor can stand in the line of an id, and come back in a header. */
const isId = (cursor: string): boolean => cursor !== '' && !/\p{Cc}/u.test(cursor);

/**
 * Server-sent events, in the "distinct connections" mode of the GraphQL over SSE protocol: each result is a `next` event with its cursor as `id`, and the
 * end is a `complete` event, whose data is empty and yet there, because browsers drop an event without data.
 */
export const eventStreamFormat: StreamFormat = {
  headers: ['content-type', 'text/event-stream; charset=utf-8', ...streamHeaders],
  opening: Buffer.from(`:\nretry: ${retryMs}\n\n`),
  heartbeat: Buffer.from(':\n\n'),
  closing: Buffer.from('event: complete\ndata:\n\n'),
  result(bytes, cursor) {
    const id = cursor !== null && isId(cursor) ? `id: ${cursor}\n` : '';
    // JSON has no line breaks of its own, so one data line is enough.
    return framed(`${resultEvent}${id}data: `, bytes, '\n\n');
  },
  fault: null,
};

function framed(before: string, bytes: Buffer, after: string): Buffer {
  return Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
}
