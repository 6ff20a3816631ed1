/** Whom a valid token names. */
export interface VerifiedIdentity {
  /** The `iss` of the token. */
  readonly issuer: string;
  /** The `sub` of the token: stable for one person at that issuer. */
  readonly subject: string;
  /** Seconds since the epoch at which the token expires. */
  readonly expiresAt: number;
  /** What the token allows its bearer (`scope` of RFC 8693, or `scp`); absent when it does not say. */
  readonly scopes?: ReadonlySet<string> | undefined;
}

/** Checks signature, issuer, audience and times of a token. Rejects with ClientError UNAUTHENTICATED that says what was wrong. */
export type TokenVerifier = (token: string) => Promise<VerifiedIdentity>;
