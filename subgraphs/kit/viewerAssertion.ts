import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { ClientError } from '../../lib/errors.ts';
import { platformRoles, projectRoles, type Viewer } from '../../lib/viewer.ts';

/** Header in which the gateway tells a remote subgraph on whose behalf it asks. */
export const viewerHeader = 'weft-viewer';

const issuer = 'weft-gateway';
const audience = 'weft-subgraph';
const lifetimeSeconds = 60;
/** Between machines whose clocks differ a little. */
const toleranceSeconds = 5;
const minSecretBytes = 32;

const viewerForm = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('anonymous') }),
  z.object({ kind: z.literal('service'), name: z.string().min(1) }),
  z.object({
    kind: z.literal('person'),
    userId: z.string().min(1),
    displayName: z.string(),
    platformRoles: z.array(z.enum(platformRoles)),
    memberships: z.array(z.object({ projectId: z.string().min(1), role: z.enum(projectRoles) })),
    organizationIds: z.array(z.string().min(1)),
    expiresAt: z.number(),
  }),
]) satisfies z.ZodType<Viewer>;

function keyOf(secret: string): Uint8Array {
  const key = new TextEncoder().encode(secret);
  if (key.byteLength < minSecretBytes) throw new Error(`The viewer secret must have at least ${minSecretBytes} bytes.`);
  return key;
}

/** The viewer as a signed token for the `weft-viewer` header, good for 60 s. `secret` is shared by gateway and subgraphs. */
export async function signViewer(viewer: Viewer, secret: string, clock: Pick<Clock, 'now'>): Promise<string> {
  const nowSeconds = Math.floor(clock.now().getTime() / 1000);
  return await new SignJWT({ viewer })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + lifetimeSeconds)
    .sign(keyOf(secret));
}

/**
 * The viewer from a token that `signViewer` made with the same secret.
 * @throws ClientError UNAUTHENTICATED when it is not one, or no longer.
 */
export async function verifyViewer(token: string, secret: string, clock: Pick<Clock, 'now'>): Promise<Viewer> {
  const key = keyOf(secret);
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      issuer,
      audience,
      currentDate: clock.now(),
      clockTolerance: toleranceSeconds,
      maxTokenAge: lifetimeSeconds,
      requiredClaims: ['exp'],
    });
    return viewerForm.parse(payload['viewer']);
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) && !(cause instanceof z.ZodError)) throw cause;
    const says = `The header ${viewerHeader} does not carry a viewer that this subgraph accepts.`;
    throw new ClientError('UNAUTHENTICATED', says, { header: viewerHeader }, { cause });
  }
}
