import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { developmentIdentity, developmentIssuer } from './developmentIssuer.ts';
import { verifyToken } from './verifyToken.ts';

describe('the development issuer', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weft-issuer-'));
  });
  afterEach(async () => await rm(folder, { recursive: true, force: true }));

  it('gives tokens that its own keys verify', async () => {
    const issuer = await developmentIssuer(join(folder, 'new', 'data'));
    const token = await issuer.tokenFor('researcher', 2);
    const verify = verifyToken({ ...developmentIdentity, keys: issuer.keys });
    expect(await verify(token)).toEqual({
      issuer: 'urn:weft:development',
      subject: 'researcher',
      expiresAt: decodeJwt(token).exp,
    });
    expect((decodeJwt(token).exp ?? 0) - (decodeJwt(token).iat ?? 0)).toBe(7_200);
  });

  it('keeps its key for the next start, readable by nobody else', async () => {
    const first = await developmentIssuer(folder);
    const second = await developmentIssuer(folder);
    expect(second.jwks).toEqual(first.jwks);
    expect((await stat(join(folder, 'development-issuer.json'))).mode & 0o777).toBe(0o600);
  });

  it('publishes only the public half of its key', async () => {
    const { jwks } = await developmentIssuer(folder);
    const { d } = JSON.parse(await readFile(join(folder, 'development-issuer.json'), 'utf8')) as { readonly d: string };
    expect(JSON.stringify(jwks)).not.toContain(d);
    expect(jwks.keys[0]).not.toHaveProperty('d');
  });

  it('agrees on one key when several processes start at once', async () => {
    const issuers = await Promise.all([1, 2, 3, 4].map(() => developmentIssuer(folder)));
    expect(new Set(issuers.map(({ jwks }) => JSON.stringify(jwks))).size).toBe(1);
  });

  it('says which file is damaged and what to do', async () => {
    await writeFile(join(folder, 'development-issuer.json'), '{}');
    await expect(developmentIssuer(folder)).rejects.toThrow(/development-issuer\.json is not the key .* remove it/);
  });
});
