import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../lib/log.ts';
import { providerKeys } from './providerKeys.ts';
import { verifyToken } from './verifyToken.ts';

describe('the keys of an identity provider', () => {
  let state = { up: true, requests: 0, says: '', nowMs: 0, kids: ['one'] };
  let issuer = '';
  let close: () => Promise<void> = async () => undefined;
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;
  let verify: ReturnType<typeof verifyToken>;

  beforeEach(async () => {
    pair = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(pair.publicKey);
    const server = createServer((request, response) => {
      state.requests += 1;
      const keys = state.kids.map((kid) => ({ ...jwk, kid, alg: 'ES256' }));
      const body = request.url?.endsWith('/jwks')
        ? { keys }
        : { issuer: state.says || issuer, jwks_uri: `${issuer}/jwks` };
      response.writeHead(state.up ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    state = { up: true, requests: 0, says: '', nowMs: 1_000, kids: ['one'] };
    const keys = providerKeys({ issuer, log: silentLog, nowMs: () => state.nowMs });
    verify = verifyToken({ issuer, audience: 'weft', keys });
    close = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
  });
  afterEach(() => close());

  const token = (kid = 'one') =>
    new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid })
      .setIssuer(issuer)
      .setAudience('weft')
      .setSubject('ada')
      .setExpirationTime('1h')
      .sign(pair.privateKey);

  it('finds them by discovery at the first use, and asks once for concurrent requests', async () => {
    expect(state.requests).toBe(0);
    const tokens = await Promise.all([token(), token(), token()]);
    const found = await Promise.all(tokens.map((one) => verify(one)));
    expect(found.map(({ subject }) => subject)).toEqual(['ada', 'ada', 'ada']);
    expect(state.requests).toBe(2);
  });

  it('says that the provider is away, asks again only after a pause, and then recovers', async () => {
    state.up = false;
    await expect(verify(await token())).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(state.requests).toBe(1);
    await expect(verify(await token())).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(state.requests).toBe(1);
    state.up = true;
    state.nowMs += 5_001;
    expect(await verify(await token())).toMatchObject({ subject: 'ada' });
  });

  it('keeps keys that it knows while the provider is away, however long', async () => {
    await verify(await token());
    state.up = false;
    state.nowMs += 24 * 3_600_000;
    expect(await verify(await token())).toMatchObject({ subject: 'ada' });
    await expect(verify(await token('two'))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await verify(await token())).toMatchObject({ subject: 'ada' });
  });

  it('refuses a provider that calls itself something else', async () => {
    state.says = 'https://other.example';
    await expect(verify(await token())).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });
});
