import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../lib/log.ts';
import { anonymous } from '../../lib/viewer.ts';
import { providerViewers } from './providerViewers.ts';

const log = silentLog;

describe('the viewers of a gateway without accounts', () => {
  it('are anonymous without a provider, and a token is refused rather than ignored', async () => {
    const viewers = providerViewers({ oidc: null, isForwarded: false, log });
    expect(await viewers.identify(undefined)).toBeNull();
    expect(await viewers.viewerOf(null)).toBe(anonymous);
    await expect(viewers.identify('Bearer of.some.kind')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('are anonymous with any header at all, when subgraphs are to judge it', async () => {
    const viewers = providerViewers({ oidc: null, isForwarded: true, log });
    expect(await viewers.identify('Basic YTpi')).toBeNull();
  });

  it('are whom the provider names, with no roles; forwarding takes nothing off that', async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256' }];
    const server = createServer((request, response) => {
      const body = request.url?.endsWith('/jwks') ? { keys } : { issuer, jwks_uri: `${issuer}/jwks` };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(issuer)
      .setAudience('weft')
      .setSubject('ada')
      .setExpirationTime('1h')
      .sign(pair.privateKey);
    const viewers = providerViewers({ oidc: { issuer, audience: 'weft' }, isForwarded: true, log });
    const identity = await viewers.identify(`Bearer ${token}`);
    expect(await viewers.viewerOf(identity)).toMatchObject({ kind: 'person', userId: 'ada', platformRoles: [] });
    await expect(viewers.identify('Bearer forged')).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
