import { describe, expect, it } from 'vitest';
import { acceptedAnswer } from './acceptedAnswer.ts';

const json = 'application/json';
const modern = 'application/graphql-response+json';
const byPath = 'deferSpec=20220824';
const byIdentifier = 'incrementalSpec=v0.2';

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
    for (const _again of [1, 2]) expect(acceptedAnswer(accept)).toEqual({ mediaType, incremental });
  });

  it.each(['text/html', `${json};charset=utf-16`, `${json};q=0`, 'multipart/form-data', ',;=', 'application/json;q=x'])(
    'takes %j for nothing that there is',
    (accept) => {
      for (const _again of [1, 2]) expect(acceptedAnswer(accept)).toBeNull();
    },
  );
});
