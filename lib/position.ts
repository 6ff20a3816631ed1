/** A place in a log: after the event that transaction `tx` wrote with sequence number `seq`. Ordered by tx, then seq. */
export interface Position {
  readonly tx: bigint;
  readonly seq: bigint;
}

/** Negative, zero or positive, as for Array.sort. */
export function comparePositions(a: Position, b: Position): number {
  if (a.tx !== b.tx) return a.tx < b.tx ? -1 : 1;
  if (a.seq !== b.seq) return a.seq < b.seq ? -1 : 1;
  return 0;
}

/** The one that lies further on. */
export function later(a: Position, b: Position): Position {
  return comparePositions(a, b) >= 0 ? a : b;
}

/** Before everything. */
export const origin: Position = { tx: 0n, seq: 0n };

/** Before everything that transaction `tx` or a later one wrote (sequence numbers begin at 1). */
export function before(tx: bigint): Position {
  return { tx, seq: 0n };
}
