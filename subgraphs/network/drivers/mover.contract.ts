import { describe, expect, it } from 'vitest';
import type { FoundFile, Move } from './move.ts';
import type { Mover, MoveSession } from './mover.ts';

/** A mover with a source that holds files of several bytes, and a path where it has nothing. */
export interface MoverUnderTest extends AsyncDisposable {
  readonly mover: Mover;
  readonly move: Move;
  readonly missing: string;
}

async function filesOf(session: MoveSession): Promise<readonly FoundFile[]> {
  const files: FoundFile[] = [];
  for await (const entry of session.scan(new AbortController().signal)) if (entry.kind === 'FILE') files.push(entry);
  return files;
}

async function firstFile(session: MoveSession): Promise<FoundFile> {
  const file = (await filesOf(session)).find(({ bytes }) => bytes > 1);
  if (file === undefined) throw new Error('The source has no file of more than a byte');
  return file;
}

const { signal } = new AbortController();
const noPart = (): Promise<void> => Promise.resolve();

/** What everything that moves data promises. */
export function moverContract(name: string, open: () => Promise<MoverUnderTest>): void {
  describe(`the mover port, ${name}`, () => {
    it('finds the same files with the same stamps at each scan', async () => {
      await using test = await open();
      const session = await test.mover.begin(test.move);
      const files = await filesOf(session);
      expect(files.length).toBeGreaterThan(0);
      expect(await filesOf(session)).toEqual(files);
      for (const file of files) expect(await session.look(file.path)).toEqual(file);
    });

    it('copies a file in parts, whole, and finds it at the destination afterwards', async () => {
      await using test = await open();
      const session = await test.mover.begin(test.move);
      const file = await firstFile(session);
      expect(await session.findEqual(file, signal)).toBeNull();
      const parts: number[] = [];
      let moved = 0;
      const sha256 = await session.copy(file, {
        from: 0,
        signal,
        onPart: async ({ bytesDone, bytesMoved }) => {
          parts.push(bytesDone);
          moved += bytesMoved;
        },
      });
      expect([...parts].sort((one, other) => one - other)).toEqual(parts);
      expect(parts.at(-1)).toBe(file.bytes);
      expect(moved).toBe(file.bytes);
      expect(await session.verify(file, signal)).toBe(sha256);
      const stamp = await session.finish(file);
      expect(await session.findEqual(file, signal)).toEqual({ sha256, stamp });
      expect(await session.stampOf(file.path)).toBe(stamp);
      expect(await session.hashOf(file.path, signal)).toBe(sha256);
    });

    it('continues where an attempt was broken off, and gives the same hash', async () => {
      await using test = await open();
      const session = await test.mover.begin(test.move);
      const file = await firstFile(session);
      const broken = new AbortController();
      let safe = 0;
      const first = session.copy(file, {
        from: 0,
        signal: broken.signal,
        onPart: async ({ bytesDone }) => {
          safe = bytesDone;
          broken.abort(new Error('broken off'));
        },
      });
      await expect(first).rejects.toThrow('broken off');
      expect(safe).toBeLessThan(file.bytes);
      const again = await test.mover.begin(test.move);
      let moved = 0;
      const sha256 = await again.copy(file, {
        from: safe,
        signal,
        onPart: async ({ bytesMoved }) => {
          moved += bytesMoved;
        },
      });
      expect(moved).toBe(file.bytes - safe);
      expect(await again.verify(file, signal)).toBe(sha256);
    });

    it('may be discarded, and begun anew', async () => {
      await using test = await open();
      const session = await test.mover.begin(test.move);
      const file = await firstFile(session);
      await session.copy(file, { from: 0, signal, onPart: noPart });
      await test.mover.discard(test.move, file.path);
      await test.mover.discard(test.move, file.path);
      expect(await session.findEqual(file, signal)).toBeNull();
      const sha256 = await session.copy(file, { from: file.bytes, signal, onPart: noPart });
      expect(await session.verify(file, signal)).toBe(sha256);
    });

    it('says beforehand what speaks against a move', async () => {
      await using test = await open();
      const { mover, move, missing } = test;
      expect(await mover.problems(move)).toEqual([]);
      const nowhere = { ...move, source: { ...move.source, path: missing } };
      expect(await mover.problems(nowhere)).toMatchObject([{ side: 'source', code: 'SOURCE_NOT_FOUND' }]);
      const onto = { ...move, destination: move.source };
      expect(await mover.problems(onto)).toMatchObject([{ side: 'destination', code: 'DESTINATION_INSIDE_SOURCE' }]);
      const into = { ...move, destination: { ...move.source, path: `${move.source.path}/below` } };
      expect(await mover.problems(into)).toMatchObject([{ side: 'destination', code: 'DESTINATION_INSIDE_SOURCE' }]);
      await expect(mover.begin(into)).rejects.toMatchObject({ code: 'DESTINATION_INSIDE_SOURCE' });
    });
  });
}
