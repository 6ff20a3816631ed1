import { expect, test } from 'vitest';
import { tokenScopes } from './tokenScopes.ts';

test.each([
  [{ scope: 'read:jobs  write:jobs' }, ['read:jobs', 'write:jobs']],
  [{ scp: 'a b' }, ['a', 'b']],
  [{ scp: ['a', 'b'] }, ['a', 'b']],
  [{ scope: 'a', scp: 'b' }, ['a']],
  [{ scope: '' }, []],
  [{ scope: { a: true } }, []],
  [{ scp: ['a', 7] }, ['a']],
])('the scopes of a token with %j are %j', (claims, scopes) => {
  expect([...(tokenScopes(claims) ?? ['none said'])]).toEqual(scopes);
});

test('a token without such a claim says nothing of scopes', () => {
  expect(tokenScopes({ sub: 'ada' })).toBeUndefined();
});
