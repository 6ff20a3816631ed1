import { ClientError } from '../../../lib/errors.ts';
import type { LiveViewer } from '../../identity/liveViewer.ts';

/** What a pong says of the token that came with a ping. */
export type RenewalAnswer =
  | { readonly expiresAt: string }
  | { readonly error: { readonly message: string; readonly code: string } };

/**
 * Takes a token that came on an open socket, and tells the client until when it is good, or why it is not: then everything stays as it is. `live` is null
 * before the socket was let in, and `busy` while another token is looked at. Rejects only for faults of ours.
 */
export async function renewalAnswer(
  live: LiveViewer | 'busy' | null,
  authorization: unknown,
  onRenewed: (authorization: string) => void,
): Promise<RenewalAnswer> {
  try {
    if (live === null) throw new ClientError('UNAUTHENTICATED', 'Send the first token in connection_init.');
    if (live === 'busy') throw new ClientError('LIMIT_REACHED', 'One token after the other: wait for the answer.');
    if (typeof authorization !== 'string') {
      throw new ClientError('UNAUTHENTICATED', 'authorization in a ping must be text: "Bearer <token>".');
    }
    const { expiresAt } = await live.renew(authorization, () => onRenewed(authorization));
    return { expiresAt: new Date(expiresAt * 1_000).toISOString() };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return { error: { message: error.message, code: error.code } };
  }
}
