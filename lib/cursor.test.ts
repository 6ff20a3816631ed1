import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CursorPlace, decodeCursor, encodeCursor, wasSeen } from './cursor.ts';
import { comparePositions, type Position, before as placeBefore } from './position.ts';

const position = { tx: 815n, seq: 40n };
const seen = { xmax: 830n, inProgress: new Set([815n, 828n]) };
const places: readonly CursorPlace[] = [null, seen].flatMap((shown) =>
  [false, true].map((partial) => ({ epoch: '3k9', position, seen: shown, partial })),
);

const tx = fc.bigInt({ min: 0n, max: 12n });
const anyPlace: fc.Arbitrary<CursorPlace> = fc.record({
  epoch: fc.constant('3k9'),
  position: fc.record({ tx, seq: fc.bigInt({ min: 0n, max: 3n }) }),
  seen: fc.option(fc.record({ xmax: tx, inProgress: fc.uniqueArray(tx).map((list) => new Set(list)) })),
  partial: fc.boolean(),
});

/** Every event of a small log that whoever follows after the place is given. */
function given({ position: after, seen: shown }: CursorPlace): readonly Position[] {
  const all = Array.from({ length: 14 }, (_, n) => [1n, 2n, 3n, 4n].map((seq) => ({ tx: BigInt(n), seq }))).flat();
  return all.filter((event) => comparePositions(event, after) > 0 && !(shown !== null && wasSeen(shown, event.tx)));
}

function at(place: Position): CursorPlace {
  return { epoch: '3k9', position: place, seen: null, partial: false };
}

const bigIntText = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);

function encoded(text: string): string {
  return Buffer.from(text, 'latin1').toString('base64url');
}

describe('cursor', () => {
  it('comes back as it went, with and without a snapshot, whole and partial', () => {
    for (const place of places) expect(decodeCursor(encodeCursor(place))).toEqual(place);
    expect(new Set(places.map(encodeCursor)).size).toBe(places.length);
  });

  it('means the same events after it is read back', () => {
    fc.assert(
      fc.property(anyPlace, (place) => {
        const read = decodeCursor(encodeCursor(place));
        expect(given(read)).toEqual(given(place));
        expect(read.partial).toBe(place.partial);
      }),
    );
  });

  it('needs no snapshot when one position says what was shown', () => {
    fc.assert(
      fc.property(anyPlace, tx, (place, first) => {
        const rest = given(place);
        fc.pre(JSON.stringify(rest, bigIntText) === JSON.stringify(given(at(placeBefore(first))), bigIntText));
        expect(decodeCursor(encodeCursor(place)).seen).toBeNull();
      }),
    );
  });

  it('is the same for a snapshot during which nothing was in progress and for its place alone', () => {
    const nothing = { xmax: 830n, inProgress: new Set<bigint>() };
    const shown = { epoch: '3k9', position: placeBefore(830n), seen: nothing, partial: false };
    const late = { ...shown, position };
    expect([shown, late].map(encodeCursor)).toEqual([1, 2].map(() => encodeCursor(at(placeBefore(830n)))));
  });

  it('leaves out a snapshot whose transactions all lie before the position', () => {
    const place = { epoch: '3k9', position: { tx: 830n, seq: 1n }, seen, partial: false };
    expect(decodeCursor(encodeCursor(place)).seen).toBeNull();
  });

  it('refuses every text that it would not write itself', () => {
    const [good = ''] = places.map(encodeCursor);
    const bad = ['', ' ', `${good}A`, `${good}=`, 'x'.repeat(5_000)];
    const forged = ['a', 'a.b', 'a.b.c.', 'a.00.1', 'a.b.c!!', 'a.b.c.d.e', 'A.b.c', 'a.-1.2', `a.${'z'.repeat(13)}.1`];
    const notCanonical = ['3k9.mn.14.f-d-0', '3k9.mn.14.f-0-0-d', '3k9.mn.14.f-0-e', '3k9.mk.14.i-3', '3k9.mk.014'];
    for (const text of [...bad, ...[...forged, ...notCanonical].map(encoded)])
      expect(() => decodeCursor(text), text).toThrow(expect.objectContaining({ code: 'BAD_CURSOR' }));
  });
});
