import type {
  MovingTransfersQuery,
  TransferProgressSubscription,
  TransferState,
} from '../../client/documents.generated.ts';
import { formatWord } from '../format/word.ts';
import { appended, withEntry } from './bounded.ts';
import { eventReceived } from './eventReceived.ts';
import { fed } from './feed.ts';
import type { TransferFacts, TransferView, WallState } from './wallState.ts';

/** Five minutes, at two events a second. */
const maxSamples = 600;

/** How long a transfer that has ended stays on the wall. */
const afterglowMs = 60_000;

const ended: ReadonlySet<TransferState> = new Set([
  'SUCCEEDED',
  'SUCCEEDED_WITH_SKIPS',
  'FAILED',
  'CANCELLED',
  'EXPIRED',
]);

function fresh(facts: TransferFacts): TransferView {
  const { id, state, bytesDone, bytesTotal, etaSeconds, faults, rate, endedAt } = facts;
  const progress = { id, state, bytesDone, bytesTotal, etaSeconds, faults, rate };
  const endedAtMs = endedAt === null ? null : Date.parse(endedAt);
  return { facts, progress, rates: [], endedAtMs, unlistedAtMs: endedAtMs };
}

/**
 * The list of those that move was had, with the newest of all. Those on the wall stay until a while after their end; of the others, those come that move, as
 * long as there is room for `limit`, and those that have just ended: they were too short to be seen moving.
 */
export function transfersListed(
  state: WallState,
  { moving, newest }: MovingTransfersQuery,
  limit: number,
  nowMs: number,
): WallState {
  const listed = new Map(moving.nodes.map((facts) => [facts.id, facts]));
  const shown = new Map<string, TransferView>();
  let room = limit;
  for (const [id, view] of state.transfers) {
    const unlistedAtMs = listed.has(id) ? null : (view.unlistedAtMs ?? nowMs);
    if (unlistedAtMs !== null && nowMs - unlistedAtMs >= afterglowMs) continue;
    if (unlistedAtMs === null) room -= 1;
    shown.set(id, { ...view, unlistedAtMs });
  }
  for (const [id, facts] of listed) {
    if (shown.has(id) || room <= 0) continue;
    room -= 1;
    shown.set(id, fresh(facts));
  }
  for (const facts of newest.nodes) {
    const hasJustEnded = facts.endedAt !== null && nowMs - Date.parse(facts.endedAt) < afterglowMs;
    if (hasJustEnded && !shown.has(facts.id)) shown.set(facts.id, fresh(facts));
  }
  return { ...state, transfers: shown, movingCount: moving.totalCount };
}

/** A transfer has told how far it has come. */
export function transferTold(
  state: WallState,
  { transferStatus }: TransferProgressSubscription,
  cursor: string | null,
  nowMs: number,
): WallState {
  const { transfer, occurredAt } = transferStatus;
  const told = eventReceived(state, 'transfers', cursor);
  const before = state.transfers.get(transfer.id);
  if (before === undefined) return told;
  const sample = { atMs: Date.parse(occurredAt), value: transfer.rate.currentBps ?? 0 };
  const next: WallState = {
    ...told,
    transfers: withEntry(state.transfers, transfer.id, {
      ...before,
      progress: transfer,
      rates: appended(before.rates, sample, maxSamples),
      endedAtMs: ended.has(transfer.state) ? (before.endedAtMs ?? nowMs) : null,
    }),
  };
  if (before.progress.state === transfer.state) return next;
  const text = `${formatWord(before.progress.state)} → ${formatWord(transfer.state)}`;
  return fed(next, { stream: 'transfers', cursor, at: occurredAt, subject: routeOf(before.facts), text });
}

/** Where it comes from and goes to. */
export function routeOf({ source, destination }: TransferFacts): string {
  return `${source.endpoint.name} → ${destination.endpoint.name}`;
}
