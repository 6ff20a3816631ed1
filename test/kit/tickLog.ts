import type { FakeGraph, FakeSource } from './fakeGraph.ts';

/** A log of numbered ticks behind the subscription `ticks` of a fake graph: whoever opens it gets what lies behind its cursor, then what is appended. */
export interface TickLog extends Disposable {
  /** Appends one tick and returns its number, from 1 on. */
  append(): number;
  readonly length: number;
  /** The `after` of each time that the subscription was opened, null for none. */
  readonly openedAfter: readonly (string | null)[];
  /** How many follow it now, as far as the log knows. */
  readonly sources: ReadonlySet<FakeSource>;
  /** Ends what everybody follows. */
  end(error?: Error): void;
}

const tick = (n: number) => ({ n, cursor: `c${n}` });

/** Serves every source that opens from now on; another fake graph can go on with the same ticks from `length` on. */
export function tickLog(fake: FakeGraph, length = 0): TickLog {
  const sources = new Set<FakeSource>();
  const openedAfter: (string | null)[] = [];
  let count = length;
  let isOver = false;
  const serve = async (): Promise<void> => {
    while (!isOver) {
      const source = await fake.opened.next(2 ** 31 - 1);
      const after = source.arguments['after'];
      openedAfter.push(typeof after === 'string' ? after : null);
      const from = typeof after === 'string' ? Number(after.slice(1)) : 0;
      for (let n = from + 1; n <= count; n += 1) source.emit(tick(n));
      sources.add(source);
      source.context.signal.addEventListener('abort', () => sources.delete(source));
    }
  };
  serve().catch(() => undefined); // it is closed when the test is over
  return {
    append() {
      count += 1;
      for (const source of sources) source.emit(tick(count));
      return count;
    },
    get length() {
      return count;
    },
    openedAfter,
    sources,
    end(error) {
      for (const source of sources) source.end(error);
      sources.clear();
    },
    [Symbol.dispose]() {
      isOver = true;
      fake.opened.close(new Error('The log is closed'));
    },
  };
}
