import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { ClientError } from '../../lib/errors.ts';
import type { TokenVerifier } from './verifiedIdentity.ts';

/** Signatures that only the issuer can make. None of a shared secret, and never `none`. */
const algorithms = [
  'ES256',
  'ES384',
  'ES512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'EdDSA',
  'Ed25519',
];

/** Between machines whose clocks differ a little. */
const toleranceSeconds = 30;

/** What is wrong with a token, for whoever sent it; null when the fault is not the token's. */
function complaint(error: unknown, expected: { readonly issuer: string; readonly audience: string }): string | null {
  if (error instanceof errors.JWTExpired) return 'The token has expired; send a new one.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') return `The token is not of the issuer ${expected.issuer}.`;
    if (error.claim === 'aud') return `The token is not for the audience ${expected.audience}.`;
    if (error.claim === 'nbf') return 'The token is not valid yet.';
    return `The token has no usable claim ${JSON.stringify(error.claim)}.`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed)
    return 'The token is signed with an algorithm that is not accepted here.';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'The token is signed with a key that its issuer does not publish.';
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'The signature of the token is not right.';
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid)
    return 'The token is not a JSON Web Token.';
  if (error instanceof errors.JOSENotSupported) return 'The token uses a form of signature that is not supported here.';
  return null;
}

/** `scope` is text with spaces in it (RFC 8693, 4.2); providers also write `scp`, as text or as a list. Null when there is neither. */
function scopesOf({ scope, scp }: JWTPayload): ReadonlySet<string> | null {
  const given = scope ?? scp;
  const names = typeof given === 'string' ? given.split(' ') : given;
  if (!Array.isArray(names)) return null;
  return new Set(names.filter((name): name is string => typeof name === 'string' && name !== ''));
}

/** Verifies tokens of one issuer for one audience. A fault of `keys` (the provider is away) passes through as it is. */
export function verifyToken(options: {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
  readonly now?: () => Date;
}): TokenVerifier {
  const { issuer, audience, keys, now = () => new Date() } = options;
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms,
        issuer,
        audience,
        currentDate: now(),
        clockTolerance: toleranceSeconds,
        requiredClaims: ['exp', 'sub'],
      });
      const { sub, exp } = payload;
      if (typeof sub !== 'string' || sub === '' || exp === undefined) {
        throw new ClientError('UNAUTHENTICATED', 'The token has no usable claim "sub".');
      }
      const scopes = scopesOf(payload);
      return { issuer, subject: sub, expiresAt: exp, ...(scopes === null ? {} : { scopes }) };
    } catch (error) {
      const says = complaint(error, options);
      if (says === null) throw error;
      throw new ClientError('UNAUTHENTICATED', says, {}, { cause: error });
    }
  };
}
