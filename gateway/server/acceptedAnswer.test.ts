import { describe, expect, it } from 'vitest';
import { acceptedAnswer } from './acceptedAnswer.ts';

const json = 'application/json';
const modern = 'application/graphql-response+json';
const byPath = 'deferSpec=20220824';
const byIdentifier = 'incrementalSpec=v0.2';
const events = 'text/event-stream';
const parts = 'multipart/mixed';

describe('acceptedAnswer', () => {
  it.each([
    [undefined, json, null],
    ['', json, null],
    ['*/*', json, null],
    ['application/*', json, null],
    [modern, modern, null],
    [`${modern}, ${json};q=0.9`, modern, null],
    [`${json}, ${modern}`, json, null],
    [`${json};q=0.5, ${modern};q=0.8, */*;q=0.1`, modern, null],
    [`*/*, ${json};q=0`, modern, null],
    ['APPLICATION/JSON; charset="UTF-8"', json, null],
    [`multipart/mixed;${byPath},${json}`, json, byPath],
    [`multipart/mixed, ${json}`, json, byPath],
    ['multipart/mixed', null, byPath],
    [`multipart/mixed; ${byIdentifier}, ${json}`, json, byIdentifier],
    [`multipart/mixed;${byPath};q=0.5, multipart/mixed;${byIdentifier}, */*`, json, byIdentifier],
    [`multipart/mixed;${byPath};q=0, ${json}`, json, null],
    [`multipart/mixed;boundary="graphql";subscriptionSpec=1.0,${json}`, json, null],
  ])('takes %j for %s and %s', (accept, mediaType, incremental) => {
    for (const _again of [1, 2]) expect(acceptedAnswer(accept)).toMatchObject({ mediaType, incremental });
  });

  it.each([
    ['*/*', json, null, false],
    ['text/event-stream', null, events, true],
    [`text/event-stream, ${json};q=0.9`, json, events, true],
    [`${json}, text/event-stream`, json, events, false],
    [`${json}, text/event-stream;q=0`, json, null, false],
    [`multipart/mixed;subscriptionSpec="1.0", ${json}`, json, parts, true],
    [`Multipart/Mixed; boundary=graphql; SubscriptionSpec=1.0, ${modern}, ${json};q=0.9`, modern, parts, true],
    ['multipart/mixed;subscriptionSpec=1.0', null, parts, true],
    [`multipart/mixed;subscriptionSpec=1.0;q=0.1, ${json}`, json, parts, false],
    [`multipart/mixed;subscriptionSpec=1.0;q=0.5, text/event-stream, ${json};q=0.1`, json, events, true],
    [`multipart/mixed;subscriptionSpec=2.0, ${json}`, json, null, false],
    [`multipart/mixed;${byPath}, multipart/mixed;subscriptionSpec=1.0`, null, parts, true],
  ])('takes %j for %s, and a stream as %s (rather so: %s)', (accept, mediaType, stream, prefersStream) => {
    for (const _again of [1, 2]) expect(acceptedAnswer(accept)).toMatchObject({ mediaType, stream, prefersStream });
  });

  it.each([
    'text/html',
    `${json};charset=utf-16`,
    `${json};q=0`,
    'multipart/form-data',
    ',;=',
    'application/json;q=x',
    'text/event-stream;q=0',
    'multipart/mixed;subscriptionSpec=2.0',
  ])('takes %j for nothing that there is', (accept) => {
    for (const _again of [1, 2]) expect(acceptedAnswer(accept)).toBeNull();
  });
});
