import { comparePositions, type Position } from '../../../lib/position.ts';
import type { Database } from '../database/database.ts';
import { change } from './change.ts';
import type { ConsumerDefinition } from './consumerDefinition.ts';
import { advancePosition, readPosition } from './consumerPosition.ts';
import type { LoggedEvent } from './event.ts';
import { loggedEvent } from './loggedEvent.ts';
import type { LogPage } from './readLog.ts';

/** Keys of one batch; fewer than one change may lock. */
const mostKeys = 900;

/** The event as handlers get it, with the keys that its effect appends under. */
export interface Work {
  readonly event: LoggedEvent;
  readonly position: Position;
  readonly keys: readonly string[];
}

/** Says which event a handler failed on. */
export class HandlingError extends Error {
  override readonly name = 'HandlingError';

  constructor(
    readonly event: LoggedEvent,
    options: ErrorOptions,
  ) {
    super(`The event ${event.type} of ${event.key} could not be handled`, options);
  }
}

/** As many of the page's events as one change has keys for, at least one. Throws HandlingError when the first cannot say its keys. */
export function workOf(definition: ConsumerDefinition, page: LogPage): readonly Work[] {
  const list: Work[] = [];
  let keyCount = 0;
  for (const stored of page.events) {
    const event = loggedEvent(stored, page.epoch, null);
    let keys: readonly string[];
    try {
      keys = definition.keysOf(event);
    } catch (cause) {
      // Those before it can still be handled.
      if (list.length > 0) break;
      throw new HandlingError(event, { cause });
    }
    keyCount += keys.length;
    if (list.length > 0 && keyCount > mostKeys) break;
    list.push({ event, position: stored.position, keys });
  }
  return list;
}

/**
 * Handles the events and moves the position in one transaction; false when another process was quicker. The consumer itself is
 * one of the locked keys: two processes never work on the same stretch.
 */
export function handleBatch(
  db: Database,
  definition: ConsumerDefinition,
  from: Position,
  batch: readonly Work[],
): Promise<boolean> {
  const { name, source } = definition;
  const keys = [`consumer:${source}:${name}`, ...new Set(batch.flatMap((work) => work.keys))];
  return change(db, keys, async (tx) => {
    if (comparePositions(await readPosition(tx, definition), from) !== 0) return false;
    for (const { event } of batch) {
      try {
        await definition.handle(event, tx);
      } catch (cause) {
        throw new HandlingError(event, { cause });
      }
    }
    const last = batch.at(-1);
    if (last !== undefined) await advancePosition(tx, definition, last.position);
    return true;
  });
}
