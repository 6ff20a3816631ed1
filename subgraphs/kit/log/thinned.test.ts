import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channel } from '../../../lib/channel.ts';
import { handClock } from '../../../test/kit/handClock.ts';
import { abortableIterator } from './abortableIterator.ts';
import { thinned } from './thinned.ts';
import type { Merged } from './thinner.ts';

const minIntervalMs = 100;

interface Happening {
  readonly cursor: number;
  readonly key: string;
  readonly kind: 'progress' | 'change';
}

interface Given extends Merged<Happening> {
  readonly atMs: number;
}

/** Lets everything happen that needs no time. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A source that the test writes to, its thinned events as a reader gets them, and the clock of both. */
function thinnedSource(justGiven: readonly string[] = []) {
  const clock = handClock(0);
  const source = channel<Happening>(1_000);
  const events = abortableIterator(new AbortController().signal, (signal) =>
    thinned(
      source,
      clock,
      { minIntervalMs, keyOf: ({ key }) => key, mayWait: ({ kind }) => kind === 'progress' },
      justGiven,
      signal,
    ),
  );
  const given: Given[] = [];
  let count = 0;
  return {
    clock,
    source,
    events,
    given,
    /** Writes the next event. */
    happen(key: string, kind: Happening['kind'] = 'progress'): Happening {
      count += 1;
      const happening = { cursor: count, key, kind };
      source.push(happening);
      return happening;
    },
    /** Reads on until the end. */
    async read(): Promise<void> {
      for await (const { event, merged } of events) given.push({ event, merged, atMs: clock.now().getTime() });
    },
    /** Lets the time pass, with everything that is due on the way happening in its moment. */
    async pass(ms: number): Promise<void> {
      const until = clock.now().getTime() + ms;
      for (;;) {
        await settled();
        const wake = clock.nextWake();
        const next = Math.min(until, wake ?? until);
        clock.advance(next - clock.now().getTime());
        if (next === until) break;
      }
      await settled();
    },
  };
}

const step = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 150 })),
  key: fc.constantFrom('a', 'b', 'c'),
  kind: fc.constantFrom<Happening['kind']>('progress', 'progress', 'progress', 'change'),
});

/**
 * Whoever continues after any of them gets the rest, nothing twice: of each key the newest event before it was given, or a newer
 * one follows. Each says how many went up in it, and no change went up in anything.
 */
function expectNothingMissed(happened: readonly Happening[], given: readonly Given[]): void {
  const ofKey = (key: string) => given.filter(({ event }) => event.key === key);
  const cursors = given.map(({ event }) => event.cursor);
  expect(cursors).toEqual([...new Set(cursors)].sort((one, other) => one - other));
  for (const { cursor } of given.map(({ event }) => event)) {
    for (const key of ['a', 'b', 'c']) {
      const newest = happened.filter((one) => one.key === key && one.cursor <= cursor).at(-1);
      const isGiven = newest === undefined || cursors.includes(newest.cursor);
      const newer = ofKey(key).find(({ event }) => event.cursor > cursor);
      if (!isGiven) expect(newer?.merged).toBeGreaterThan(0);
    }
  }
  for (const key of ['a', 'b', 'c']) {
    let after = 0;
    for (const { event, merged } of ofKey(key)) {
      const between = happened.filter((one) => one.key === key && one.cursor > after && one.cursor < event.cursor);
      expect(merged).toBe(between.length);
      after = event.cursor;
    }
  }
  const changes = (list: readonly Happening[]): unknown => list.filter(({ kind }) => kind === 'change');
  expect(changes(given.map(({ event }) => event))).toEqual(changes(happened));
}

describe('thinned', () => {
  it('gives one event of a key in an interval, the newest, all in order, and changes at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const thin = thinnedSource();
        const reading = thin.read();
        const happened: (Happening & { readonly atMs: number })[] = [];
        for (const { afterMs, key, kind } of steps) {
          await thin.pass(afterMs);
          happened.push({ ...thin.happen(key, kind), atMs: thin.clock.now().getTime() });
        }
        await thin.pass(minIntervalMs);
        const { given } = thin;
        expectNothingMissed(
          happened.map(({ atMs: _, ...rest }) => rest),
          given,
        );
        const counted = given.reduce((sum, { merged }) => sum + merged + 1, 0);
        expect(counted).toBe(happened.length);
        for (const { event, merged, atMs } of given) {
          const happenedAt = happened[event.cursor - 1]?.atMs ?? 0;
          expect(atMs - happenedAt).toBeLessThanOrEqual(event.kind === 'change' ? 0 : minIntervalMs);
          if (atMs === happenedAt || merged > 0) continue;
          // Something of another key waited, or its own key had just spoken: nothing waits for no reason.
          const recent = given.filter(
            (one) => one.event.cursor < event.cursor && one.atMs > happenedAt - minIntervalMs,
          );
          expect(recent.length).toBeGreaterThan(0);
        }
        for (const [index, one] of given.entries()) {
          const next = given.slice(index + 1).find(({ event }) => event.key === one.event.key);
          if (next === undefined) continue;
          const between = given.filter(({ atMs, event }) => event.kind === 'change' && atMs === next.atMs);
          if (between.length === 0) expect(next.atMs - one.atMs).toBeGreaterThanOrEqual(minIntervalMs);
        }
        thin.source.end();
        await reading;
      }),
      { numRuns: 200 },
    );
  });

  it('loses and repeats nothing for a reader that stops now and then', async () => {
    const slowStep = fc.record({ step, reads: fc.integer({ min: 0, max: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(slowStep, { maxLength: 30 }), async (steps) => {
        const thin = thinnedSource();
        const happened: Happening[] = [];
        const given: Given[] = [];
        let asked: Promise<void> | null = null;
        const ask = async (): Promise<void> => {
          const { value, done } = await thin.events.next();
          if (done !== true) given.push({ ...value, atMs: 0 });
          asked = null;
        };
        for (const { step: one, reads } of steps) {
          await thin.pass(one.afterMs);
          happened.push(thin.happen(one.key, one.kind));
          for (let count = 0; count < reads; count += 1) {
            asked ??= ask();
            await settled();
          }
        }
        thin.source.end();
        await (asked as Promise<void> | null);
        for await (const rest of thin.events) given.push({ ...rest, atMs: 0 });
        expectNothingMissed(happened, given);
        expect(given.reduce((sum, { merged }) => sum + merged + 1, 0)).toBe(happened.length);
      }),
    );
  });

  it('does not make others wait for a key that speaks often', async () => {
    const thin = thinnedSource();
    const reading = thin.read();
    for (let count = 0; count < 40; count += 1) {
      thin.happen('often');
      if (count % 10 === 5) thin.happen('seldom');
      await thin.pass(25);
    }
    const times = (key: string) => thin.given.filter(({ event }) => event.key === key).map(({ atMs }) => atMs);
    expect(times('often')).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
    expect(times('seldom')).toEqual([200, 400, 700, 900]);
    thin.source.end();
    await reading;
  });

  it('counts what was given before it began', async () => {
    const thin = thinnedSource(['a']);
    const reading = thin.read();
    await thin.pass(10);
    thin.happen('b');
    thin.happen('a');
    await thin.pass(minIntervalMs);
    expect(thin.given.map(({ event, atMs }) => [event.key, atMs])).toEqual([
      ['b', 10],
      ['a', 100],
    ]);
    thin.source.end();
    await reading;
  });

  it('gives what waits before it ends or fails', async () => {
    for (const failure of [undefined, new Error('The log is gone')]) {
      const thin = thinnedSource();
      const reading = thin.read();
      for (const key of ['a', 'a', 'a']) thin.happen(key);
      await settled();
      thin.source.end(failure);
      if (failure === undefined) await reading;
      else await expect(reading).rejects.toBe(failure);
      expect(thin.given.map(({ event, merged }) => [event.cursor, merged])).toEqual([
        [1, 0],
        [3, 1],
      ]);
    }
  });

  it('ends at once on return, whether it waits for an event or for the time, and leaves no timer', async () => {
    for (const events of [1, 2]) {
      const thin = thinnedSource();
      for (let count = 0; count < events; count += 1) thin.happen('a');
      await thin.events.next();
      const waiting = thin.events.next();
      await settled();
      expect(thin.clock.nextWake()).toBe(events === 1 ? null : minIntervalMs);
      await thin.events.return?.();
      expect((await waiting).done).toBe(true);
      expect(thin.clock.nextWake()).toBeNull();
    }
  });

  it('does not wait for a clock that was set back to catch up', async () => {
    const thin = thinnedSource();
    const reading = thin.read();
    thin.happen('a');
    await settled();
    thin.clock.advance(-3_600_000);
    thin.happen('a');
    await thin.pass(minIntervalMs);
    expect(thin.given.map(({ event }) => event.cursor)).toEqual([1, 2]);
    thin.happen('a');
    await thin.pass(minIntervalMs);
    expect(thin.given.map(({ event }) => event.cursor)).toEqual([1, 2, 3]);
    thin.source.end();
    await reading;
  });
});
