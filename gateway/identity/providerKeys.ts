import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });
const fetchTimeoutMs = 5_000;
/** How old the keys may become before they are fetched again, behind the requests that use the old ones. */
const refreshMs = 10 * 60_000;
/** After a failure nothing is asked of the provider for so long: everybody is told at once instead of waiting for it. */
const pauseMs = 5_000;

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;

/** Reads the provider's discovery document. Redirects are refused: the issuer is an address that was configured. */
async function discover(issuer: string): Promise<RemoteKeys> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(fetchTimeoutMs) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const document = discovery.parse(await response.json());
  if (document.issuer !== issuer) {
    throw new Error(
      `${address} speaks for ${document.issuer}; set OIDC_ISSUER to exactly what the provider calls itself`,
    );
  }
  // Keys that are known stay good while the provider is away; the age is looked after below.
  return createRemoteJWKSet(new URL(document.jwks_uri), { timeoutDuration: fetchTimeoutMs, cacheMaxAge: Infinity });
}

/** Faults of the token, not of the provider. */
const isAboutTheToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported ||
  error instanceof errors.JWSInvalid;

/**
 * The keys of an OpenID Connect provider, found by discovery at the first use. Keys once fetched are refreshed in the background and
 * kept while the provider cannot be reached. Without any, rejects with ClientError SUBGRAPH_UNAVAILABLE.
 */
export function providerKeys(options: {
  readonly issuer: string;
  readonly log: Log;
  readonly nowMs?: () => number;
}): JWTVerifyGetKey {
  const { issuer, log, nowMs = Date.now } = options;
  let opening: Promise<RemoteKeys> | null = null;
  let known: RemoteKeys | null = null;
  let fetchedAtMs = 0;
  let pausedUntilMs = 0;

  const unreachable = (cause: unknown): ClientError => {
    const says = 'The identity provider cannot be reached, so the token could not be checked; try again later.';
    return new ClientError('SUBGRAPH_UNAVAILABLE', says, {}, { cause });
  };
  const open = async (): Promise<RemoteKeys> => {
    opening ??= discover(issuer);
    try {
      return await opening;
    } catch (error) {
      opening = null;
      throw error;
    }
  };
  const refreshWhenOld = (keys: RemoteKeys): void => {
    if (nowMs() - fetchedAtMs < refreshMs) return;
    fetchedAtMs = nowMs();
    keys.reload().catch((cause: unknown) => {
      log.warn({ issuer, cause }, 'The keys of the identity provider could not be refreshed');
    });
  };

  return async (header, token) => {
    if (known !== null) refreshWhenOld(known);
    else if (nowMs() < pausedUntilMs) throw unreachable(null);
    try {
      const keys = known ?? (await open());
      try {
        return await keys(header, token);
      } finally {
        if (known === null && keys.jwks() !== undefined) {
          known = keys;
          fetchedAtMs = nowMs();
        }
      }
    } catch (error) {
      if (isAboutTheToken(error)) throw error;
      // With keys at hand only this token's key is unknown: the others are checked as before.
      if (known === null) pausedUntilMs = nowMs() + pauseMs;
      log.error({ issuer, cause: error }, 'The identity provider cannot be reached');
      throw unreachable(error);
    }
  };
}
