import { OperationTypeNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../lib/clock.ts';
import { ClientError } from '../../lib/errors.ts';
import { anonymous } from '../../lib/viewer.ts';
import { deadline } from '../../test/kit/deadline.ts';
import { concurrencyLimit } from './concurrencyLimit.ts';
import { type SubgraphPolicies, withPolicies } from './policies.ts';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from './subgraphClient.ts';
import { LimitedWork, timeLimit } from './timeLimit.ts';

/** A clock whose pauses end when the test says so: those of at most `wakes` milliseconds, which is what passes if nothing else is said. */
function handClock(): Clock & { readonly pauses: number[]; pass(ms: number, wakes?: number): void } {
  const sleepers = new Set<{ readonly ms: number; readonly wake: () => void }>();
  const pauses: number[] = [];
  let nowMs = 0;
  return {
    pauses,
    now: () => new Date(nowMs),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        pauses.push(ms);
        const sleeper = { ms, wake: resolve };
        sleepers.add(sleeper);
        signal.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    pass(ms, wakes = ms) {
      nowMs += ms;
      for (const sleeper of sleepers) if (sleeper.ms <= wakes) sleeper.wake();
    },
  };
}

/** A subgraph that is down: each try fails to connect, up to the last. */
function downFor(tries: number, clock: { pass(ms: number): void }) {
  const state = { tries: 0 };
  const execute = async (): Promise<SubgraphResponse> => {
    state.tries += 1;
    if (state.tries > tries) return { data: { ok: true } };
    setImmediate(() => clock.pass(1_000));
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    throw new ClientError('SUBGRAPH_UNAVAILABLE', 'Not there.', {}, { cause });
  };
  return { state, execute };
}

const never = (): Promise<never> => new Promise(() => undefined);
const signal = new AbortController().signal;

function request(operationKind: OperationTypeNode = OperationTypeNode.QUERY): SubgraphRequest {
  const query = '{ ok }';
  return {
    query,
    document: parse(query),
    operationName: undefined,
    operationKind,
    variables: {},
    viewer: anonymous,
    requestId: 'r',
  };
}

function client(parts: Partial<SubgraphClient>, policies: Partial<SubgraphPolicies> = {}): SubgraphClient {
  return withPolicies(
    { execute: never, subscribe: never, ...parts },
    { name: 'far', timeoutMs: 60_000, random: () => 0.5, ...policies },
  );
}

describe('the policies of a subgraph', () => {
  it('try a query again after growing pauses when its connection fails', async () => {
    const clock = handClock();
    const { state, execute } = downFor(2, clock);
    expect(await client({ execute }, { clock }).execute(request(), signal)).toEqual({ data: { ok: true } });
    expect(state.tries).toBe(3);
    expect(clock.pauses).toEqual([60_000, 50, 100]);
  });

  it('give up after the last try', async () => {
    const clock = handClock();
    const { state, execute } = downFor(9, clock);
    await expect(client({ execute }, { clock, retries: 1 }).execute(request(), signal)).rejects.toThrow('Not there.');
    expect(state.tries).toBe(2);
  });

  it('never try a mutation again', async () => {
    const clock = handClock();
    const { state, execute } = downFor(1, clock);
    await expect(client({ execute }, { clock }).execute(request(OperationTypeNode.MUTATION), signal)).rejects.toThrow(
      'Not there.',
    );
    expect(state.tries).toBe(1);
  });

  it('do not try an answer again, however bad', async () => {
    let tries = 0;
    const execute = async (): Promise<never> => {
      tries += 1;
      throw new ClientError('SUBGRAPH_UNAVAILABLE', 'HTTP 503');
    };
    await expect(client({ execute }).execute(request(), signal)).rejects.toThrow('HTTP 503');
    expect(tries).toBe(1);
  });

  it('end a call when its time is up, and abort it', async () => {
    const clock = handClock();
    let aborted: unknown;
    const execute: SubgraphClient['execute'] = (_request, bounded) => {
      bounded.addEventListener('abort', () => {
        aborted = bounded.reason;
      });
      setImmediate(() => clock.pass(60_000));
      return never();
    };
    const answer = client({ execute }, { clock }).execute(request(), signal);
    await expect(answer).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT', details: { subgraph: 'far' } });
    expect(aborted).toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
  });

  it('end the opening of a subscription when its time is up, but not the stream', async () => {
    const clock = handClock();
    const slow = client({ subscribe: never }, { clock }).subscribe(request(), signal);
    clock.pass(60_000);
    await expect(slow).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    let streamSignal: AbortSignal | null = null;
    const subscribe: SubgraphClient['subscribe'] = async (_request, given) => {
      streamSignal = given;
      return (async function* () {
        yield { data: { tick: 1 } };
      })();
    };
    const leaving = new AbortController();
    const stream = await client({ subscribe }, { clock }).subscribe(request(), leaving.signal);
    clock.pass(60_000);
    expect(await stream.next()).toEqual({ done: false, value: { data: { tick: 1 } } });
    leaving.abort(new Error('left'));
    expect(streamSignal).toMatchObject({ aborted: true });
  });

  it('refuse what is too much to wait', async () => {
    const far = client({}, { maxRunning: 1, maxWaiting: 1 });
    const leaving = new AbortController();
    const held = [far.execute(request(), leaving.signal), far.execute(request(), leaving.signal)];
    await expect(far.execute(request(), signal)).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
      message: expect.stringContaining('Too many'),
    });
    leaving.abort(new Error('left'));
    expect((await Promise.allSettled(held)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

describe('a concurrency limit', () => {
  const nobody = { onTurn: () => undefined };

  it('gives turns in order, and hands one on that is given back', () => {
    const limit = concurrencyLimit(1, 10);
    const order: number[] = [];
    const taker = (number: number) => ({ onTurn: () => void order.push(number) });
    expect(limit.enter(taker(0))).toBe('entered');
    for (const number of [1, 2]) expect(limit.enter(taker(number))).toBe('waiting');
    limit.leave();
    expect(order).toEqual([1]);
    limit.leave();
    expect(order).toEqual([1, 2]);
    limit.leave();
    expect(limit.enter(nobody)).toBe('entered');
  });

  it('forgets who left while waiting', () => {
    const limit = concurrencyLimit(1, 1);
    limit.enter(nobody);
    const turns: string[] = [];
    const leaving = { onTurn: () => void turns.push('turn') };
    expect(limit.enter(leaving)).toBe('waiting');
    expect(limit.enter(nobody)).toBe('full');
    limit.forget(leaving);
    limit.leave();
    expect(turns).toEqual([]);
    expect(limit.enter(nobody)).toBe('entered');
  });
});

describe('a time limit', () => {
  class Work extends LimitedWork {
    ups = 0;
    timeUp(): void {
      this.ups += 1;
    }
  }

  it('ends what is due, oldest first, by one timer, and never what has ended', async () => {
    const clock = handClock();
    const limit = timeLimit(100, clock);
    const [first, second, third, late] = [new Work(), new Work(), new Work(), new Work()];
    for (const work of [first, second, third]) limit.begin(work);
    clock.pass(60);
    limit.begin(late);
    limit.end(second);
    limit.end(second);
    clock.pass(100);
    await deadline(() => first.ups + third.ups === 2);
    expect([second.ups, late.ups]).toEqual([0, 1]);
    expect(clock.pauses).toEqual([100]);
    limit.begin(second);
    expect(clock.pauses).toEqual([100, 100]);
  });

  it('waits for the rest of the time of what began later', async () => {
    const clock = handClock();
    const limit = timeLimit(100, clock);
    const [first, second] = [new Work(), new Work()];
    limit.begin(first);
    clock.pass(60);
    limit.begin(second);
    clock.pass(40, 100);
    await deadline(() => clock.pauses.length === 2);
    expect([first.ups, second.ups]).toEqual([1, 0]);
    expect(clock.pauses).toEqual([100, 60]);
  });
});
