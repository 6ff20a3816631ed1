/** The sign before the number of an event; it stands nowhere else in what the servers send. */
export const markerSign = '#'.charCodeAt(0);

const sequenceDigits = 7;
const microsDigits = 16;

/** Bytes of a marker. */
export const markerLength = 1 + sequenceDigits + 1 + microsDigits;

/** The number of an event and when it was emitted, as text that a reader finds and reads without parsing anything else. Always of the same length. */
export function markerOf(sequence: number, emittedMicros: number): string {
  const digits = (value: number, count: number): string => String(Math.floor(value)).padStart(count, '0');
  return `#${digits(sequence, sequenceDigits)}@${digits(emittedMicros, microsDigits)}`;
}

/** The number of the event whose marker begins at `at`. */
export const sequenceAt = (bytes: Uint8Array, at: number): number => numberAt(bytes, at + 1, sequenceDigits);

/** When that event was emitted. */
export const emittedMicrosAt = (bytes: Uint8Array, at: number): number =>
  numberAt(bytes, at + 2 + sequenceDigits, microsDigits);

function numberAt(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at += 1) value = value * 10 + (bytes[at] ?? 0) - 48;
  return value;
}
