import { describe, expect, it } from 'vitest';
import { requestAddress } from './requestAddress.ts';

describe('requestAddress', () => {
  it.each([
    ['/', '/', ''],
    ['/graphql', '/graphql', ''],
    ['/graphql?query=%7Ba%7D&x=/../', '/graphql', '?query=%7Ba%7D&x=/../'],
    ['/explorer/main.js', '/explorer/main.js', ''],
    ['/.well-known/jwks.json', '/.well-known/jwks.json', ''],
    ['/explorer/../graphql', '/graphql', ''],
    ['/explorer/%2e%2e/graphql?a', '/graphql', '?a'],
    ['/graphql?a#b', '/graphql', '?a'],
  ])('reads %s', (target, path, search) => {
    expect(requestAddress(target)).toEqual({ path, search });
  });

  it('says so when a target is no address', () => {
    expect(requestAddress(':99999999/x')).toBeNull();
  });
});
