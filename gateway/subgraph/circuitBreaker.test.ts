import { describe, expect, it } from 'vitest';
import { ClientError } from '../../lib/errors.ts';
import { circuitBreaker } from './circuitBreaker.ts';

const absent = (): Promise<never> => Promise.reject(new ClientError('SUBGRAPH_UNAVAILABLE', 'refused'));

/** A breaker over a clock that stands still until it is moved, and a count of the calls that were let through. */
function breakerWith(failures: number) {
  let nowMs = 0;
  let calls = 0;
  const breaker = circuitBreaker({ name: 'jobs', failures, openMs: 1_000, clock: { now: () => new Date(nowMs) } });
  return {
    async call(work: () => Promise<string>): Promise<string> {
      const admission = breaker.admit();
      calls += 1;
      try {
        const value = await work();
        breaker.report(admission, null);
        return value;
      } catch (error) {
        breaker.report(admission, error);
        throw error;
      }
    },
    pass(ms: number): void {
      nowMs += ms;
    },
    get calls() {
      return calls;
    },
  };
}

const works = (): Promise<string> => Promise.resolve('answer');

describe('the circuit of a subgraph', () => {
  it('opens after failures in a row, and refuses without calling', async () => {
    const circuit = breakerWith(2);
    await expect(circuit.call(absent)).rejects.toThrow('refused');
    await expect(circuit.call(absent)).rejects.toThrow('refused');
    await expect(circuit.call(works)).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
      details: { subgraph: 'jobs' },
    });
    expect(circuit.calls).toBe(2);
  });

  it('lets one call through after a while, and closes when it is answered', async () => {
    const circuit = breakerWith(1);
    await expect(circuit.call(absent)).rejects.toThrow('refused');
    circuit.pass(1_000);
    let answer: (value: string) => void = () => undefined;
    const trial = circuit.call(() => new Promise((resolve) => (answer = resolve)));
    await expect(circuit.call(works)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    answer('back');
    expect(await trial).toBe('back');
    expect(await circuit.call(works)).toBe('answer');
  });

  it('stays open when the trial fails', async () => {
    const circuit = breakerWith(1);
    await expect(circuit.call(absent)).rejects.toThrow('refused');
    circuit.pass(1_000);
    await expect(circuit.call(absent)).rejects.toThrow('refused');
    await expect(circuit.call(works)).rejects.toThrow('left alone');
    expect(circuit.calls).toBe(2);
  });

  it('counts only what says that nobody is there', async () => {
    const circuit = breakerWith(1);
    const malformed = (): Promise<never> => Promise.reject(new ClientError('SUBGRAPH_MALFORMED'));
    const left = (): Promise<never> => Promise.reject(new Error('the client left'));
    await expect(circuit.call(malformed)).rejects.toThrow();
    await expect(circuit.call(left)).rejects.toThrow();
    expect(await circuit.call(works)).toBe('answer');
  });
});
