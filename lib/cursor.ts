import { ClientError } from './errors.ts';
import { before, type Position } from './position.ts';

/**
 * What a snapshot of the database had already shown: transactions below `xmax` that are not in `inProgress`. Carried in cursors
 * until the position has passed `xmax`, so that following skips exactly those.
 */
export interface SeenBySnapshot {
  readonly xmax: bigint;
  readonly inProgress: ReadonlySet<bigint>;
}

/** A place in the log as clients hold it. */
export interface CursorPlace {
  /** Which history of the log: another one means that nothing can be said of what lies between. */
  readonly epoch: string;
  readonly position: Position;
  readonly seen: SeenBySnapshot | null;
  /** True on an event of a present state that was not its last: continuing here means to send the present state again. */
  readonly partial: boolean;
}

const shape = /^([0-9a-z]{1,32})\.([0-9a-z]{1,13})\.([0-9a-z]{1,13})(?:\.([0-9a-z]{1,13})((?:-[0-9a-z]{1,13})*))?(!)?$/;
const longestCursor = 4096;

/** True when the snapshot had already shown what this transaction wrote. */
export function wasSeen(seen: SeenBySnapshot, tx: bigint): boolean {
  return tx < seen.xmax && !seen.inProgress.has(tx);
}

/**
 * The one way to say a place: the position lies behind everything up to the first transaction that the snapshot had not shown,
 * and `seen` is null when the position says it all, as it does for every snapshot during which nothing was in progress.
 */
function canonical(place: CursorPlace): CursorPlace {
  const { seen, position } = place;
  if (seen === null || position.tx >= seen.xmax) return { ...place, seen: null };
  const unseen = [...seen.inProgress]
    .filter((tx) => tx >= position.tx && tx < seen.xmax)
    .sort((a, b) => (a < b ? -1 : 1));
  const start = wasSeen(seen, position.tx) ? before(unseen[0] ?? seen.xmax) : position;
  let { xmax } = seen;
  while (unseen.at(-1) === xmax - 1n) {
    unseen.pop();
    xmax -= 1n;
  }
  const shown = start.tx >= xmax ? null : { xmax, inProgress: new Set(unseen) };
  return { ...place, position: start, seen: shown };
}

/** Opaque text for a place, the same for all ways to say it; `decodeCursor` reads it back in the shortest. */
export function encodeCursor(place: CursorPlace): string {
  const { epoch, position, seen, partial } = canonical(place);
  let text = `${epoch}.${position.tx.toString(36)}.${position.seq.toString(36)}`;
  if (seen !== null) {
    // In-progress transactions lie close above the position: their distances are short texts.
    const distances = [...seen.inProgress].map((tx) => `-${(tx - position.tx).toString(36)}`);
    text += `.${(seen.xmax - position.tx).toString(36)}${distances.join('')}`;
  }
  return Buffer.from(partial ? `${text}!` : text, 'latin1').toString('base64url');
}

function fromBase36(digits: string): bigint {
  let value = 0n;
  for (const digit of digits) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value;
}

function badCursor(): ClientError {
  return new ClientError(
    'BAD_CURSOR',
    'The argument "after" is not a cursor of this field. Send the `cursor` of an event that it gave you, unchanged, or leave it out.',
    { argument: 'after' },
  );
}

const largest = 2n ** 63n;

/** Reads a cursor that `encodeCursor` wrote. Throws ClientError BAD_CURSOR for any other text. */
export function decodeCursor(cursor: string): CursorPlace {
  if (cursor.length > longestCursor) throw badCursor();
  const match = shape.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (match === null) throw badCursor();
  const [, epoch = '', txDigits = '', seqDigits = '', xmaxDigits, distances, partial] = match;
  const position = { tx: fromBase36(txDigits), seq: fromBase36(seqDigits) };
  const seen =
    xmaxDigits === undefined
      ? null
      : {
          xmax: position.tx + fromBase36(xmaxDigits),
          inProgress: new Set(
            (distances ?? '')
              .split('-')
              .slice(1)
              .map((digits) => position.tx + fromBase36(digits)),
          ),
        };
  if (position.tx >= largest || position.seq >= largest) throw badCursor();
  const place: CursorPlace = { epoch, position, seen, partial: partial !== undefined };
  // Only the one text that we would write ourselves: no spare bits, no leading zeros, no unsorted lists.
  if (encodeCursor(place) !== cursor) throw badCursor();
  return place;
}
