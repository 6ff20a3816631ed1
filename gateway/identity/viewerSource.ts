import { LRUCache } from 'lru-cache';
import { ClientError } from '../../lib/errors.ts';
import { anonymous, type PersonViewer, type ServiceViewer, type Viewer } from '../../lib/viewer.ts';
import type { TokenVerifier, VerifiedIdentity } from './verifiedIdentity.ts';

/** What the accounts know of an identity. */
export type KnownViewer = Omit<PersonViewer, 'expiresAt'> | ServiceViewer;

/** Asks the accounts who an identity is; null when it is nobody here. */
export type LookUpViewer = (issuer: string, subject: string) => Promise<KnownViewer | null>;

/** Of whom something else may be true now: one identity, or any of them. */
export type ViewerChange = { readonly issuer: string; readonly subject: string } | 'everybody';

/** On whose behalf a request runs. */
export interface ViewerSource {
  /**
   * Whom the Authorization header names; null when there is none. A header that is there but no good is never taken for
   * anonymous: it rejects with ClientError UNAUTHENTICATED.
   */
  identify(authorization: string | undefined): Promise<VerifiedIdentity | null>;
  /** What that identity may do now, at most `freshMs` old. Rejects with UNAUTHENTICATED when the token has expired or nobody has that identity. */
  viewerOf(identity: VerifiedIdentity | null): Promise<Viewer>;
  /** Calls the listener when somebody may be another viewer now: whoever asks after that learns the new one. The returned function ends it. */
  onChange(listener: (change: ViewerChange) => void): () => void;
}

/** A source that remembers for a while what it was told. */
export interface RememberingViewerSource extends ViewerSource {
  /**
   * What is remembered of an identity, or of everybody, is not true any more: roles, memberships or the account itself have changed.
   * For whoever hears of it, such as the one who follows the accounts.
   */
  forget(change: ViewerChange): void;
}

/** Longer tokens are refused unread. */
const maxTokenCharacters = 8_192;

const bearerToken = (authorization: string): string => {
  const token = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(authorization.trim())?.[1];
  if (token === undefined || token.length > maxTokenCharacters) {
    throw new ClientError('UNAUTHENTICATED', 'Send the token as "authorization: Bearer <token>".');
  }
  return token;
};

/** A source of viewers with a short, bounded cache; failures and unknown identities are not kept. */
export function viewerSource(options: {
  readonly verify: TokenVerifier;
  readonly lookUpViewer: LookUpViewer;
  readonly freshMs?: number;
  readonly nowMs?: () => number;
}): RememberingViewerSource {
  const { verify, lookUpViewer, freshMs = 5_000, nowMs = Date.now } = options;
  const known = new LRUCache<string, Promise<KnownViewer | null>>({
    max: 10_000,
    ttl: freshMs,
    ttlResolution: 0,
    perf: { now: nowMs },
  });

  // A signature costs more to check than most operations to answer. Only good tokens are kept, and no longer than an answer of the accounts.
  const verified = new LRUCache<string, VerifiedIdentity>({
    max: 10_000,
    maxSize: 8 * 1024 * 1024, // characters of tokens
    sizeCalculation: (_identity, token) => token.length,
    ttl: freshMs,
    ttlResolution: 0,
    perf: { now: nowMs },
  });

  const identityOf = async (token: string): Promise<VerifiedIdentity> => {
    const known = verified.get(token);
    if (known !== undefined) return known;
    const identity = await verify(token);
    verified.set(token, identity);
    return identity;
  };

  const listeners = new Set<(change: ViewerChange) => void>();

  const lookUp = async (issuer: string, subject: string): Promise<KnownViewer | null> => {
    const key = personKey({ issuer, subject });
    const cached = known.get(key);
    if (cached !== undefined) return cached;
    const asked = lookUpViewer(issuer, subject);
    known.set(key, asked); // at once, so that concurrent requests of one person ask once
    const forget = (): void => {
      if (known.peek(key) === asked) known.delete(key);
    };
    try {
      const found = await asked;
      if (found === null) forget();
      return found;
    } catch (error) {
      forget();
      throw error;
    }
  };

  return {
    async identify(authorization) {
      return authorization === undefined ? null : await identityOf(bearerToken(authorization));
    },
    async viewerOf(identity) {
      if (identity === null) return anonymous;
      const { issuer, subject, expiresAt } = identity;
      if (expiresAt * 1_000 <= nowMs()) {
        throw new ClientError('UNAUTHENTICATED', 'The token has expired; send a new one.');
      }
      const found = await lookUp(issuer, subject);
      if (found === null) {
        throw new ClientError(
          'UNAUTHENTICATED',
          `The token is valid, but nobody on this platform has the identity ${JSON.stringify(subject)} of ${issuer}.`,
        );
      }
      return found.kind === 'person' ? { ...found, expiresAt } : found;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    forget(change) {
      // An answer that is on its way was asked for before the change: whoever asks from now on does not get it.
      if (change === 'everybody') {
        known.clear();
        verified.clear();
      } else known.delete(personKey(change));
      for (const listener of listeners) listener(change);
    },
  };
}

/** Names a person among all issuers. */
export function personKey({ issuer, subject }: { readonly issuer: string; readonly subject: string }): string {
  return JSON.stringify([issuer, subject]);
}
