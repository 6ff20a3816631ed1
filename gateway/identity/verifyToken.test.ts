import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyToken } from './verifyToken.ts';

const issuer = 'https://id.example';
const audience = 'weft';
const nowSeconds = 1_800_000_000;
const now = () => new Date(nowSeconds * 1_000);

describe('verifyToken', () => {
  let ours: Awaited<ReturnType<typeof generateKeyPair>>;
  let foreign: Awaited<ReturnType<typeof generateKeyPair>>;
  let publicJwk: Awaited<ReturnType<typeof exportJWK>>;
  beforeAll(async () => {
    ours = await generateKeyPair('ES256', { extractable: true });
    foreign = await generateKeyPair('ES256');
    publicJwk = { ...(await exportJWK(ours.publicKey)), kid: 'one', alg: 'ES256' };
  });

  const claims = (overrides: Record<string, unknown> = {}) => ({
    iss: issuer,
    aud: audience,
    sub: 'ada',
    iat: nowSeconds,
    exp: nowSeconds + 60,
    ...overrides,
  });
  const signed = (payload: Record<string, unknown>, kid = 'one', key = ours.privateKey) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid }).sign(key);
  const check = (token: string) =>
    verifyToken({ issuer, audience, keys: createLocalJWKSet({ keys: [publicJwk] }), now })(token);

  it('names whom a good token is for, and until when', async () => {
    expect(await check(await signed(claims()))).toEqual({ issuer, subject: 'ada', expiresAt: nowSeconds + 60 });
  });

  it('says which scopes a token has', async () => {
    expect((await check(await signed(claims({ scope: 'read write' })))).scopes).toEqual(new Set(['read', 'write']));
  });

  it.each([
    ['scope, as text', { scope: 'read write' }, ['read', 'write']],
    ['scp, as a list', { scp: ['read', 7, ''] }, ['read']],
    ['scope before scp', { scope: 'read', scp: ['write'] }, ['read']],
    ['neither', {}, undefined],
    ['a scope that is no text', { scope: 7 }, undefined],
  ])('takes the scopes of a token from %s', async (_what, overrides, scopes) => {
    const identity = await check(await signed(claims(overrides)));
    expect(identity.scopes && [...identity.scopes]).toEqual(scopes);
  });

  it.each([
    ['an expired one', { exp: nowSeconds - 31 }, 'The token has expired; send a new one.'],
    ['one without an end', { exp: undefined }, 'The token has no usable claim "exp".'],
    ['one of another issuer', { iss: 'https://other.example' }, `The token is not of the issuer ${issuer}.`],
    ['one for another audience', { aud: 'else' }, 'The token is not for the audience weft.'],
    ['one without a subject', { sub: undefined }, 'The token has no usable claim "sub".'],
    ['one with an empty subject', { sub: '' }, 'The token has no usable claim "sub".'],
    ['one from the future', { nbf: nowSeconds + 31 }, 'The token is not valid yet.'],
  ])('refuses %s and says so', async (_what, overrides, message) => {
    await expect(check(await signed(claims(overrides)))).rejects.toMatchObject({ code: 'UNAUTHENTICATED', message });
  });

  it('accepts clocks that differ by less than half a minute', async () => {
    expect(await check(await signed(claims({ exp: nowSeconds - 20 })))).toMatchObject({ subject: 'ada' });
  });

  it('refuses a signature by another key, under a known and under an unknown key id', async () => {
    await expect(check(await signed(claims(), 'one', foreign.privateKey))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'The signature of the token is not right.',
    });
    await expect(check(await signed(claims(), 'two', foreign.privateKey))).rejects.toMatchObject({
      message: 'The token is signed with a key that its issuer does not publish.',
    });
  });

  it('refuses an unsigned token, and one signed with the public key as a shared secret', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    await expect(check(`${part({ alg: 'none' })}.${part(claims())}.`)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    const secret = new TextEncoder().encode(JSON.stringify(publicJwk));
    const confused = await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'one' }).sign(secret);
    await expect(check(confused)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each(['', 'x', 'a.b', 'a.b.c', '....', 'e30.e30.e30'])('refuses what is no token at all: %j', async (text) => {
    await expect(check(text)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('passes on a fault of the keys, which is not the fault of the token', async () => {
    const broken = async () => {
      throw new Error('away');
    };
    await expect(verifyToken({ issuer, audience, keys: broken, now })(await signed(claims()))).rejects.toThrow('away');
  });
});
