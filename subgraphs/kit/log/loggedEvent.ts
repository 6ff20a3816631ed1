import { encodeCursor, type SeenBySnapshot } from '../../../lib/cursor.ts';
import type { LoggedEvent } from './event.ts';
import type { StoredEvent } from './readLog.ts';

/** A stored event as it is given out; `seen` is what the snapshot that the reader began with had shown, null without one. */
export function loggedEvent(stored: StoredEvent, epoch: string, seen: SeenBySnapshot | null): LoggedEvent {
  const { position, topic, key, type, payload, occurredAt } = stored;
  return { topic, key, type, payload, occurredAt, cursor: encodeCursor({ epoch, position, seen, partial: false }) };
}
