import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import { z } from 'zod';

/** Gives out tokens for the sample people. It asks for no password, so it exists on loopback only. */
export interface DevelopmentIssuer {
  /** A token for whom the accounts know as `subject`, good for that many hours. */
  tokenFor(subject: string, hours: number): Promise<string>;
  /** The public key, as `jwks_uri` serves it. */
  readonly jwks: JSONWebKeySet;
  /** The public key, for verifying. */
  readonly keys: JWTVerifyGetKey;
}

/** The `iss` and `aud` of development tokens. The address changes with the port, so the issuer is not named after it. */
export const developmentIdentity = { issuer: 'urn:weft:development', audience: 'weft' } as const;

const algorithm = 'ES256';
const keyFile = 'development-issuer.json';

const privateKey = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string(),
});

async function readKey(path: string): Promise<z.infer<typeof privateKey> | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  try {
    return privateKey.parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${path} is not the key of the development issuer; remove it and a new one is made.`, { cause });
  }
}

/** Makes the key, or takes the one of whoever was faster: only the finished file ever stands under its name. */
async function makeKey(folder: string, path: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const pair = await generateKeyPair(algorithm, { extractable: true });
  const text = JSON.stringify({ ...(await exportJWK(pair.privateKey)), kid: randomUUID() });
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * The issuer whose key lies in the folder (mode 0600); makes folder and key when they are not there yet. Whoever can read the
 * folder can be anyone here, which is why nothing but a loopback server may trust these tokens.
 */
export async function developmentIssuer(folder: string): Promise<DevelopmentIssuer> {
  const path = join(folder, keyFile);
  let jwk = await readKey(path);
  if (jwk === null) {
    await makeKey(folder, path);
    jwk = await readKey(path);
  }
  if (jwk === null) throw new Error(`${path} was removed while it was being made.`);
  await chmod(path, 0o600);

  const { d: _secret, ...publicPart } = jwk;
  const jwks: JSONWebKeySet = { keys: [{ ...publicPart, alg: algorithm, use: 'sig' }] };
  const key = await importJWK(jwk, algorithm);
  const { kid } = jwk;
  return {
    jwks,
    keys: createLocalJWKSet(jwks),
    async tokenFor(subject, hours) {
      const nowSeconds = Math.floor(Date.now() / 1_000);
      return await new SignJWT()
        .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
        .setIssuer(developmentIdentity.issuer)
        .setAudience(developmentIdentity.audience)
        .setSubject(subject)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + Math.round(hours * 3_600))
        .sign(key);
    },
  };
}
