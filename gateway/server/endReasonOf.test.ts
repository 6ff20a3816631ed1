import { GraphQLError } from 'graphql';
import { expect, it } from 'vitest';
import { endReasonOf } from './endReasonOf.ts';

it.each([
  ['SHUTTING_DOWN', 'server_shutdown'],
  ['SUPERGRAPH_CHANGED', 'supergraph_changed'],
  ['TOO_SLOW', 'too_slow'],
  ['UNAUTHENTICATED', 'unauthorized'],
  ['FORBIDDEN', 'unauthorized'],
  ['UNAUTHORIZED_FIELD_OR_TYPE', 'unauthorized'],
  ['SUBGRAPH_UNAVAILABLE', 'source_failed'],
  [undefined, 'source_failed'],
])('a subscription whose last result has the code %s has ended by %s', (code, reason) => {
  expect(endReasonOf({ errors: [new GraphQLError('x', { extensions: { code } })] })).toBe(reason);
});

it('a subscription with no last result has ended with its source', () => {
  expect(endReasonOf(null)).toBe('source_completed');
  expect(endReasonOf({})).toBe('source_failed');
});
