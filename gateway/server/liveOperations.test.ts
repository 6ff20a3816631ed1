import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requestDeadline } from './deadline.ts';
import { clientLeft, liveOperations } from './liveOperations.ts';

describe('liveOperations', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('aborts each operation at its own deadline, and none that is over', () => {
    const operations = liveOperations();
    const reasons: unknown[] = [];
    const begin = () => {
      const operation = operations.begin('answer', requestDeadline(100));
      operation.onAbort((reason) => reasons.push(reason));
      return operation;
    };
    const [first, over] = [begin(), begin()];
    vi.advanceTimersByTime(60);
    const second = begin();
    over.end();
    vi.advanceTimersByTime(45);
    expect([first.signal.aborted, second.signal.aborted, over.signal.aborted]).toEqual([true, false, false]);
    vi.advanceTimersByTime(60);
    expect(second.signal.reason).toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    expect(reasons).toHaveLength(2);
    expect(operations.count).toBe(2);
    const later = begin(); // the timer rests while nothing waits, and begins anew
    vi.advanceTimersByTime(101);
    expect(later.abortReason).toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
  });

  it('gives a stream a deadline of its own, and leaves no timer behind', () => {
    const operations = liveOperations();
    const long = operations.begin('stream', requestDeadline(1_000));
    const short = operations.begin('stream', requestDeadline(10));
    vi.advanceTimersByTime(11);
    expect([long.signal.aborted, short.signal.aborted]).toEqual([false, true]);
    for (const operation of [long, short]) operation.end();
    expect([vi.getTimerCount(), operations.count]).toEqual([0, 0]);
  });

  it('tells why it was aborted also to those who ask late, and only the first reason', () => {
    const operation = liveOperations().begin('answer');
    operation.abort(clientLeft);
    operation.abort(new Error('later'));
    const reasons: unknown[] = [];
    operation.onAbort((reason) => reasons.push(reason));
    expect([operation.signal.reason, operation.abortReason, ...reasons]).toEqual([clientLeft, clientLeft, clientLeft]);
  });

  it('is without effect once an operation is over', () => {
    const operation = liveOperations().begin('answer');
    operation.end();
    operation.abort(clientLeft);
    expect(operation.signal.aborted).toBe(false);
  });
});
