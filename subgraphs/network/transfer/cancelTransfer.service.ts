import type { Clock } from '../../../lib/clock.ts';
import { ClientError } from '../../../lib/errors.ts';
import { isMemberOf, type Viewer } from '../../../lib/viewer.ts';
import type { Database } from '../../kit/database/database.ts';
import { once } from '../../kit/idempotency.ts';
import { type Change, change } from '../../kit/log/change.ts';
import { type Refusal, refuse } from '../../kit/refusal.ts';
import { transferEvent } from './transfer.events.ts';
import { readTransfer, updateActiveTransfer } from './transfer.repository.ts';
import { hasEnded, type TransferRow } from './transfer.row.ts';

/** What a client asks for. */
export interface CancelTransferRequest {
  readonly id: string;
  readonly reason?: string | null;
  readonly idempotencyKey?: string | null;
}

export interface CancelTransferPorts {
  readonly db: Database;
  readonly clock: Clock;
  /** Stops work on it in this process; resolves when it has ended. */
  readonly stopWork: (id: string) => Promise<void>;
}

const longestReason = 500;
/** Removing what is half there takes a moment; the answer waits for it so long at most. */
const stopWithinMs = 5_000;

function notThere(): Refusal {
  return refuse('TRANSFER_NOT_FOUND', 'There is no transfer with this id, or you may not see it.', ['input', 'id']);
}

/** Ends a transfer that waits, asks whoever works on it to end one that does not. */
async function requestEnd(
  { clock }: CancelTransferPorts,
  tx: Change,
  before: TransferRow,
  reason: string | null,
): Promise<Refusal | null> {
  const ended = (state: string): Refusal =>
    refuse('TRANSFER_ENDED', `The transfer has ended already: it is ${state}.`, ['input', 'id']);
  if (hasEnded(before.state)) return ended(before.state);
  const now = clock.now();
  const asked = { cancelRequestedAt: before.cancelRequestedAt ?? now, cancelReason: before.cancelReason ?? reason };
  const isWaiting = before.state === 'QUEUED';
  const facts = isWaiting ? { state: 'CANCELLED' as const, endedAt: now } : {};
  const after = await updateActiveTransfer(tx, before.id, { ...asked, ...facts, updatedAt: now });
  if (after === null) return ended('over');
  if (isWaiting) await tx.append(transferEvent('TransferStateChanged', after, before.state));
  return null;
}

async function stopSoon({ clock, stopWork }: CancelTransferPorts, id: string): Promise<void> {
  const waiting = new AbortController();
  const patience = clock.sleep(stopWithinMs, waiting.signal).catch(() => undefined);
  await Promise.race([stopWork(id), patience]);
  waiting.abort();
}

/**
 * Ends a transfer. Files that had arrived stay, half ones are removed. Gives the transfer as it is then: CANCELLED, unless the machine
 * that works on it needs longer than a few seconds. Throws ClientError for who has not signed in.
 */
export async function cancelTransfer(
  ports: CancelTransferPorts,
  viewer: Viewer,
  request: CancelTransferRequest,
): Promise<TransferRow | Refusal> {
  if (viewer.kind === 'anonymous') throw new ClientError('UNAUTHENTICATED', 'Sign in to cancel a transfer.');
  const { db } = ports;
  const { id, idempotencyKey } = request;
  const reason = request.reason ?? null;
  const visible = await readTransfer(db, id);
  if (visible === null || !isMemberOf(viewer, visible.projectId)) return notThere();
  if (reason !== null && reason.length > longestReason)
    return refuse('REASON_TOO_LONG', `A reason has at most ${longestReason} characters.`, ['input', 'reason']);
  const call = { viewer, operation: 'cancelTransfer', key: idempotencyKey, payload: { id, reason } };
  const outcome = await change(db, [id], (tx) =>
    once(tx, call, async (): Promise<{ readonly transferId: string } | Refusal> => {
      const before = await readTransfer(tx, id);
      if (before === null) return notThere();
      return (await requestEnd(ports, tx, before, reason)) ?? { transferId: id };
    }),
  );
  if (outcome.outcome === 'refused') return outcome.refusal;
  await stopSoon(ports, id);
  return (await readTransfer(db, id)) ?? notThere();
}
