import { describe, expect, it } from 'vitest';
import { channel } from './channel.ts';

describe('channel', () => {
  it('gives items in order, whether they were pushed before or after the reader asked', async () => {
    const queue = channel<string>(2);
    queue.push('a');
    expect(await queue.next()).toEqual({ done: false, value: 'a' });
    const waiting = queue.next();
    queue.push('b');
    expect(await waiting).toEqual({ done: false, value: 'b' });
  });

  it('refuses what is over the limit and says so', () => {
    const queue = channel<number>(1);
    expect([queue.push(1), queue.push(2)]).toEqual(['taken', 'full']);
    queue.end();
    expect(queue.push(3)).toBe('closed');
  });

  it('gives what was queued before the end, then the error, then done', async () => {
    const queue = channel<number>(2);
    queue.push(1);
    queue.end(new Error('lost'));
    expect(await queue.next()).toEqual({ done: false, value: 1 });
    await expect(queue.next()).rejects.toThrow('lost');
    expect((await queue.next()).done).toBe(true);
  });

  it('ends a waiting reader at once on return, and calls onClose exactly once', async () => {
    let closed = 0;
    const queue = channel<number>(2, () => {
      closed += 1;
    });
    const waiting = queue.next();
    await queue.return();
    queue.end();
    expect((await waiting).done).toBe(true);
    expect(closed).toBe(1);
  });
});
