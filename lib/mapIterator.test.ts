import { describe, expect, it } from 'vitest';
import { channel } from './channel.ts';
import { mapIterator } from './mapIterator.ts';

describe('mapIterator', () => {
  it('maps items in order also when the reader asks ahead', async () => {
    const source = channel<number>(10);
    const mapped = mapIterator(source, async (item) => {
      if (item === 1) await new Promise((resolve) => setImmediate(resolve));
      return item * 10;
    });
    const asked = [mapped.next(), mapped.next(), mapped.next()];
    source.push(1);
    source.push(2);
    source.end();
    expect(await Promise.all(asked)).toEqual([
      { done: false, value: 10 },
      { done: false, value: 20 },
      { done: true, value: undefined },
    ]);
  });

  it('ends a waiting next() at once when it is returned, and closes the source', async () => {
    let closed = false;
    const quiet: AsyncIterator<number> = {
      next: () => new Promise(() => undefined),
      return: async () => {
        closed = true;
        return { done: true, value: undefined };
      },
    };
    const mapped = mapIterator(quiet, (item) => item);
    const waiting = mapped.next();
    await mapped.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(closed).toBe(true);
    expect(await mapped.next()).toEqual({ done: true, value: undefined });
  });

  it('does not wait for a source whose return() never settles to end the waiting next()', async () => {
    const stuck: AsyncIterator<number> = {
      next: () => new Promise(() => undefined),
      return: () => new Promise(() => undefined),
    };
    const mapped = mapIterator(stuck, (item) => item);
    const waiting = mapped.next();
    void mapped.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('passes a failure of the mapper on and closes the source', async () => {
    const source = channel<number>(10);
    const mapped = mapIterator(source, () => {
      throw new Error('no');
    });
    source.push(1);
    await expect(mapped.next()).rejects.toThrow('no');
    expect(source.push(2)).toBe('closed');
    expect(await mapped.next()).toEqual({ done: true, value: undefined });
  });

  it('gives one last item to a reader that waits, then done', async () => {
    const source = channel<number>(10);
    const mapped = mapIterator(source, (item) => item);
    const waiting = mapped.next();
    await mapped.endWith(99);
    expect(await waiting).toEqual({ done: false, value: 99 });
    expect((await mapped.next()).done).toBe(true);
    expect(source.push(1)).toBe('closed');
  });

  it('keeps the last item for a reader that asks later', async () => {
    const mapped = mapIterator(channel<number>(10), (item) => item);
    await mapped.endWith(99);
    expect(await mapped.next()).toEqual({ done: false, value: 99 });
    expect((await mapped.next()).done).toBe(true);
  });

  it('says that it closed exactly once', async () => {
    let closed = 0;
    const source = channel<number>(10);
    const mapped = mapIterator(
      source,
      (item) => item,
      () => {
        closed += 1;
      },
    );
    source.end();
    await mapped.next();
    await mapped.return();
    expect(closed).toBe(1);
  });
});
