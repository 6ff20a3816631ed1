import { type StreamFormat, streamHeaders } from './streamFormat.ts';

const boundary = '\r\n--graphql';
const partHeaders = '\r\ncontent-type: application/json\r\n\r\n';

/** One part, with the boundary behind it: clients take a part for complete only when they see that. */
const part = (...json: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from(partHeaders), ...json, Buffer.from(boundary)]);

const heartbeat = part(Buffer.from('{}'));
const beforePayload = Buffer.from('{"payload":');
const afterPayload = Buffer.from('}');

/**
 * Apollo's multipart protocol for subscriptions, version 1.0: each result is the `payload` of a part with the boundary `graphql`. What ends the stream from
 * outside of its operation stands in `errors` beside a payload that is null; such errors are of no place in the document. Cursors have no place of
 * their own: who wants to resume asks for them.
 */
export const multipartFormat: StreamFormat = {
  headers: ['content-type', 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0', ...streamHeaders],
  opening: Buffer.concat([Buffer.from(boundary), heartbeat]),
  heartbeat,
  closing: Buffer.from('--\r\n'),
  result: (bytes) => part(beforePayload, bytes, afterPayload),
  fault(errors) {
    const placeless = errors.map(({ locations: _locations, path: _path, ...error }) => error);
    return part(Buffer.from(JSON.stringify({ payload: null, errors: placeless })));
  },
};
