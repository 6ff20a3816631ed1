// Writes events through the product's own `change`, some of them slowly, some of them in vain. Arguments: url, seed, events.
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../subgraphs/kit/database/database.ts';
import { change } from '../../subgraphs/kit/log/change.ts';

const [url = '', seedText = '1', eventsText = '1'] = process.argv.slice(2);
const writers = 4;
const keyCount = 40;
const perTransaction = 30;

class RolledBack extends Error {}

/** The same numbers for the same seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function write(seed: number, total: number): Promise<void> {
  const next = random(seed);
  const whole = (below: number): number => Math.floor(next() * below);
  await using database = openDatabase(url, { role: 'jobs', max: 1 });
  let left = total;
  while (left > 0) {
    const key = `key ${whole(keyCount)}`;
    const count = Math.min(left, 1 + whole(perTransaction));
    const [isHeld, isInVain, heldMs] = [next() < 0.3, next() < 0.02, whole(8)];
    try {
      await change(database.db, [key], async (tx) => {
        // Of each key, the counter says which number its next event has: readers must see 1, 2, 3, …
        const [row] = await tx.execute<{ n: number }>(
          sql`update counter set n = n + ${count} where key = ${key} returning n`,
        );
        const first = (row?.n ?? 0) - count + 1;
        await tx.append(
          ...Array.from({ length: count }, (_, index) => ({
            topic: 'job',
            key,
            type: 'Counted',
            payload: { n: first + index },
          })),
        );
        if (isHeld) await tx.execute(sql`select pg_sleep(${heldMs / 1000})`);
        if (isInVain) throw new RolledBack();
      });
      left -= count;
    } catch (error) {
      if (!(error instanceof RolledBack)) throw error;
    }
  }
}

await Promise.all(
  Array.from({ length: writers }, (_, index) =>
    write(Number(seedText) * writers + index, Number(eventsText) / writers),
  ),
);
