import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../lib/clock.ts';
import { bandwidthLimit } from './bandwidthLimit.ts';
import { endpointPath, isWithin } from './endpointPath.ts';
import { MoveError, moveErrorOf } from './moveError.ts';

describe('a path below an endpoint', () => {
  it('is kept as names with slashes between them', () => {
    expect(['a/b', './a//b/', '', '.', '数据/一'].map(endpointPath)).toEqual(['a/b', 'a/b', '', '', '数据/一']);
  });

  it('is refused when it leads out', () => {
    for (const path of ['..', 'a/../b', 'a/..', '/etc/passwd', '/'])
      expect(() => endpointPath(path)).toThrow(expect.objectContaining({ code: 'PATH_OUTSIDE_ENDPOINT' }));
  });

  it('is refused when no file can be called so', () => {
    for (const path of ['a\0b', 'x'.repeat(1_025), '一'.repeat(100), 'a/.weft-transfer_one.part', '\uD800'])
      expect(() => endpointPath(path)).toThrow(expect.objectContaining({ code: 'PATH_INVALID' }));
  });

  it('is within itself and what is above it, and not beside it', () => {
    expect([isWithin('a', 'a'), isWithin('a/b', 'a'), isWithin('a', '')]).toEqual([true, true, true]);
    expect([isWithin('ab', 'a'), isWithin('', 'a'), isWithin('a', 'a/b')]).toEqual([false, false, false]);
  });
});

describe('an error of the file system', () => {
  const failed = (code: string): Error =>
    Object.assign(new Error(`${code}: /secret/place`), { code, syscall: 'write' });

  it('becomes one that users understand, without the place on the machine', () => {
    expect(moveErrorOf(failed('ENOSPC'), 'a/b')).toMatchObject({ code: 'NO_SPACE', isTransient: false });
    expect(moveErrorOf(failed('EACCES'), 'a/b')).toMatchObject({ code: 'PERMISSION_DENIED', isTransient: false });
    expect(moveErrorOf(failed('EIO'), 'a/b')).toMatchObject({ code: 'INPUT_OUTPUT', isTransient: true });
    expect((moveErrorOf(failed('ENOSPC'), 'a/b') as MoveError).message).toBe(
      '"a/b": There is no space left at the destination.',
    );
  });

  it('stays what it is when it is none', () => {
    const other = new TypeError('wrong');
    expect(moveErrorOf(other, 'a')).toBe(other);
    const known = new MoveError('NO_SPACE', 'full');
    expect(moveErrorOf(known, 'a')).toBe(known);
  });
});

describe('a bandwidth limit', () => {
  it('lets bytes through as fast as they are paid for in time', async () => {
    let ms = 1_000_000;
    const clock = {
      now: () => new Date(ms),
      sleep: async (forMs: number) => {
        ms += forMs;
      },
    };
    const limit = bandwidthLimit(8_000_000, clock);
    const { signal } = new AbortController();
    for (let count = 0; count < 20; count += 1) await limit.take(100_000, signal);
    // 2 MB at 1 MB/s, less the step that was free.
    expect(ms - 1_000_000).toBe(1_900);
  });

  it('ends with the signal', async () => {
    const limit = bandwidthLimit(8_000, systemClock);
    const broken = new AbortController();
    const waiting = limit.take(1_000_000, broken.signal);
    broken.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
  });
});
