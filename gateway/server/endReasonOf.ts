import type { AnswerText } from '../graph.ts';
import type { EndReason } from '../subscribe/liveObserver.ts';

const reasons: ReadonlyMap<unknown, EndReason> = new Map<unknown, EndReason>([
  ['SHUTTING_DOWN', 'server_shutdown'],
  ['SUPERGRAPH_CHANGED', 'supergraph_changed'],
  ['TOO_SLOW', 'too_slow'],
  ['UNAUTHENTICATED', 'unauthorized'],
  ['FORBIDDEN', 'unauthorized'],
  ['UNAUTHORIZED_FIELD_OR_TYPE', 'unauthorized'],
]);

/** Why a subscription ended, from its last result. */
export function endReasonOf(last: AnswerText | null): EndReason {
  if (last === null) return 'source_completed';
  return reasons.get(last.errors?.[0]?.extensions?.['code']) ?? 'source_failed';
}
