import { OperationTypeNode, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../lib/clock.ts';
import { ClientError } from '../../lib/errors.ts';
import { anonymous } from '../../lib/viewer.ts';
import { concurrencyLimit } from './concurrencyLimit.ts';
import { type SubgraphPolicies, withPolicies } from './policies.ts';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from './subgraphClient.ts';

/** A clock whose pauses end when the test says so. */
function handClock(): Clock & { readonly pauses: number[]; pass(ms: number): void } {
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
    pass(ms) {
      nowMs += ms;
      for (const sleeper of sleepers) if (sleeper.ms <= ms) sleeper.wake();
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
  it('gives turns in order, and hands one on that is given back', () => {
    const limit = concurrencyLimit(1, 10);
    const order: number[] = [];
    expect(limit.enter(() => order.push(0))).toBe('entered');
    for (const number of [1, 2]) expect(limit.enter(() => order.push(number))).toBe('waiting');
    limit.leave();
    expect(order).toEqual([1]);
    limit.leave();
    expect(order).toEqual([1, 2]);
    limit.leave();
    expect(limit.enter(() => undefined)).toBe('entered');
  });

  it('forgets who left while waiting', () => {
    const limit = concurrencyLimit(1, 1);
    limit.enter(() => undefined);
    const left: string[] = [];
    const onTurn = (): void => void left.push('turn');
    expect(limit.enter(onTurn)).toBe('waiting');
    expect(limit.enter(() => undefined)).toBe('full');
    limit.forget(onTurn);
    limit.leave();
    expect(left).toEqual([]);
    expect(limit.enter(() => undefined)).toBe('entered');
  });
});
