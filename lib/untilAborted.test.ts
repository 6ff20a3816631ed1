import { describe, expect, it } from 'vitest';
import { linkedAbort } from './linkedAbort.ts';
import { untilAborted } from './untilAborted.ts';

describe('untilAborted', () => {
  it('gives the outcome when the work is first', async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve(1), signal)).toBe(1);
    await expect(untilAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  });

  it('rejects with the reason while the work goes on, or when the signal had aborted before', async () => {
    const controller = new AbortController();
    const waiting = untilAborted(new Promise(() => undefined), controller.signal);
    controller.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await expect(untilAborted(Promise.resolve(1), controller.signal)).rejects.toThrow('left');
  });
});

describe('linkedAbort', () => {
  it('follows its parent until it is released', () => {
    const parent = new AbortController();
    const followed = linkedAbort(parent.signal);
    const released = linkedAbort(parent.signal);
    released.release();
    parent.abort('over');
    expect(followed.signal.reason).toBe('over');
    expect(released.signal.aborted).toBe(false);
  });

  it('aborts alone without touching its parent', () => {
    const parent = new AbortController();
    linkedAbort(parent.signal).abort('alone');
    expect(parent.signal.aborted).toBe(false);
  });
});
