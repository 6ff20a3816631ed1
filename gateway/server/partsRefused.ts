import { ClientError } from '../../lib/errors.ts';
import type { IncrementalAnswer } from '../graph.ts';

/** Cancels an answer whose client does not take parts; the error says what it would have to send. */
export function partsRefused({ subsequent }: IncrementalAnswer): ClientError {
  subsequent.return?.().catch(() => undefined); // it has ended; nobody is left to tell
  return new ClientError(
    'NOT_ACCEPTABLE',
    'The operation uses @defer, so its answer comes in parts: send "accept: multipart/mixed;deferSpec=20220824, application/json", or leave the directive out.',
  );
}
