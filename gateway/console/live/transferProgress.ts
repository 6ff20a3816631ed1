import type {
  MovingTransfersQuery,
  TransferProgressSubscription,
  TransferState,
} from '../../client/documents.generated.ts';
import { formatWord } from '../format/words.ts';
import { appended, withEntry } from './bounded.ts';
import { fed } from './feed.ts';
import { eventReceived } from './streamFacts.ts';
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
  const { id, state, bytesDone, bytesTotal, etaSeconds, faults, rate } = facts;
  const progress = { id, state, bytesDone, bytesTotal, etaSeconds, faults, rate };
  return { facts, progress, rates: [], endedAtMs: null, unlistedAtMs: null };
}

/**
 * The list of those that move was had. Those on the wall stay until they have ended, and a while longer; of the others, the newest come as long as there
 * is room for `limit`.
 */
export function transfersListed(
  state: WallState,
  { transfers }: MovingTransfersQuery,
  limit: number,
  nowMs: number,
): WallState {
  const listed = new Map(transfers.nodes.map((facts) => [facts.id, facts]));
  const shown = new Map<string, TransferView>();
  let moving = 0;
  for (const [id, view] of state.transfers) {
    const unlistedAtMs = listed.has(id) ? null : (view.unlistedAtMs ?? nowMs);
    if (unlistedAtMs !== null && nowMs - unlistedAtMs >= afterglowMs) continue;
    if (unlistedAtMs === null) moving += 1;
    shown.set(id, { ...view, unlistedAtMs });
  }
  for (const [id, facts] of listed) {
    if (shown.has(id) || moving >= limit) continue;
    moving += 1;
    shown.set(id, fresh(facts));
  }
  return { ...state, transfers: shown, movingCount: transfers.totalCount };
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
