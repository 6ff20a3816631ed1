import { describe, expect, it } from 'vitest';
import { type CursorPlace, decodeCursor, encodeCursor } from './cursor.ts';

const position = { tx: 812n, seq: 40n };
const seen = { xmax: 830n, inProgress: new Set([815n, 829n]) };
const places: readonly CursorPlace[] = [null, seen].flatMap((shown) =>
  [false, true].map((partial) => ({ epoch: '3k9', position, seen: shown, partial })),
);

function encoded(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64url');
}

describe('cursor', () => {
  it('comes back as it went, with and without a snapshot, whole and partial', () => {
    for (const place of places) expect(decodeCursor(encodeCursor(place))).toEqual(place);
    expect(new Set(places.map(encodeCursor)).size).toBe(places.length);
  });

  it('leaves out a snapshot whose transactions all lie before the position', () => {
    const place = { epoch: '3k9', position: { tx: 830n, seq: 1n }, seen, partial: false };
    expect(decodeCursor(encodeCursor(place)).seen).toBeNull();
  });

  it('refuses every text that it would not write itself', () => {
    const [good = ''] = places.map(encodeCursor);
    const bad = ['', ' ', `${good}A`, `${good}=`, 'x'.repeat(5_000)];
    const forged = ['a', 'a.b', 'a.b.c.', 'a.00.1', 'a.b.c!!', 'a.b.c.d.e', 'A.b.c', 'a.-1.2', `a.${'z'.repeat(13)}.1`];
    const notCanonical = ['3k9.mk.14.i-h-3', '3k9.mk.14.i-3-3', '3k9.mk.014'];
    for (const text of [...bad, ...[...forged, ...notCanonical].map(encoded)])
      expect(() => decodeCursor(text), text).toThrow(expect.objectContaining({ code: 'BAD_CURSOR' }));
  });
});
