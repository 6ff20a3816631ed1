import { sql } from 'drizzle-orm';
import type { Log } from '../../../lib/log.ts';
import { comparePositions, later, origin, type Position } from '../../../lib/position.ts';
import { bindingOf, type Database } from '../database/database.ts';
import type { SubgraphName } from '../subgraphName.ts';
import { HandlingError, handleBatch, workOf } from './consumerBatch.ts';
import type { ConsumerDefinition } from './consumerDefinition.ts';
import { advancePosition, readPosition, registerConsumer } from './consumerPosition.ts';
import { readLog } from './readLog.ts';
import { onHint } from './wake.ts';
import { waker } from './waker.ts';

export type { ConsumerDefinition } from './consumerDefinition.ts';

/** A consumer at work. */
export interface RunningConsumer {
  /** True once everything committed in the source before this call was handled; false after withinMs. Rejects when the database cannot be asked. */
  caughtUp(withinMs: number): Promise<boolean>;
  /** Lets the running batch finish and stops. */
  close(): Promise<void>;
}

const largestBatch = 100;
const pollMs = 1_000;
const shortestWaitMs = 2;
const longestRetryMs = 30_000;
/** How often the position is written when nothing was to be handled: retention must see that it moves. */
const writePositionEveryMs = 60_000;

interface Waiting {
  readonly target: Position;
  resolve(): void;
}

/** What one consumer knows between its rounds. */
interface Progress {
  /** Everything up to here was handled, by whomever. */
  handled: Position;
  epoch: string | null;
  batchSize: number;
  writtenAt: number;
  toldLoss: boolean;
}

/** One round: reads what comes next and handles it. Gives how long to wait before the next: 0, or null for "until there is news". */
async function round(
  db: Database,
  definition: ConsumerDefinition,
  progress: Progress,
  log: Log,
): Promise<'again' | 'idle' | 'held'> {
  const { name, source, topics } = definition;
  const stored = await readPosition(db, definition);
  const after = later(stored, progress.handled);
  const page = await readLog(db, source, { after, topics, keys: null, limit: progress.batchSize });
  if (progress.epoch !== null && progress.epoch !== page.epoch) {
    progress.handled = origin;
    progress.epoch = page.epoch;
    return 'again';
  }
  progress.epoch = page.epoch;
  if (!progress.toldLoss && comparePositions(after, page.trimmedTo) < 0 && comparePositions(after, origin) > 0) {
    progress.toldLoss = true;
    log.error({ consumer: name, source }, 'events were removed before this consumer had handled them');
  }
  if (page.events.length === 0) {
    progress.handled = page.end;
    if (performance.now() - progress.writtenAt > writePositionEveryMs) {
      await advancePosition(db, definition, progress.handled);
      progress.writtenAt = performance.now();
    }
    if (page.isFull) return 'again';
    return page.heldBack ? 'held' : 'idle';
  }
  const batch = workOf(definition, page);
  if (await handleBatch(db, definition, stored, batch)) {
    progress.handled = batch.at(-1)?.position ?? progress.handled;
    progress.batchSize = Math.min(progress.batchSize * 2, largestBatch);
    progress.writtenAt = performance.now();
  }
  return 'again';
}

/**
 * Runs a consumer until it is closed. It goes on where it stopped, also after a crash, also when several processes run it. A
 * handler that throws holds its consumer up and is called again, with growing pauses; nothing is ever passed over.
 */
export async function runConsumer(
  db: Database,
  definition: ConsumerDefinition,
  options: { readonly log: Log },
): Promise<RunningConsumer> {
  const { log } = options;
  const { name, source } = definition;
  await registerConsumer(db, definition);
  const progress: Progress = {
    handled: origin,
    epoch: null,
    batchSize: largestBatch,
    writtenAt: performance.now(),
    toldLoss: false,
  };
  const closing = new AbortController();
  const news = waker();
  const stopHints = onHint(bindingOf(db), source, news.wake);
  const waiting = new Set<Waiting>();
  const settle = (): void => {
    for (const one of waiting) if (comparePositions(progress.handled, one.target) >= 0) one.resolve();
  };
  const loop = async (): Promise<void> => {
    let failures = 0;
    let heldMs = shortestWaitMs;
    while (!closing.signal.aborted) {
      try {
        const next = await round(db, definition, progress, log);
        failures = 0;
        settle();
        if (next === 'again') continue;
        heldMs = next === 'held' ? Math.min(heldMs * 2, pollMs) : shortestWaitMs;
        await news.wait(next === 'held' ? heldMs : pollMs, closing.signal);
      } catch (error) {
        if (closing.signal.aborted) return;
        failures += 1;
        const facts = error instanceof HandlingError ? { type: error.event.type, key: error.event.key } : {};
        const wasAlone = progress.batchSize === 1 || !(error instanceof HandlingError);
        // Those before the one that fails go through; then it stands alone and is waited for.
        progress.batchSize = 1;
        log.error({ err: error, consumer: name, source, failures, ...facts }, 'a consumer could not handle an event');
        if (wasAlone) await pause(Math.min(50 * 2 ** failures, longestRetryMs), closing.signal);
      }
    }
  };
  const running = loop();
  return {
    async caughtUp(withinMs) {
      const target = await newestPosition(db, source);
      if (comparePositions(progress.handled, target) >= 0) return true;
      return new Promise<boolean>((resolve) => {
        const finish = (isCaughtUp: boolean): void => {
          clearTimeout(timer);
          waiting.delete(one);
          resolve(isCaughtUp);
        };
        const one: Waiting = { target, resolve: () => finish(true) };
        const timer = setTimeout(() => finish(false), withinMs);
        waiting.add(one);
        news.wake();
      });
    },
    async close() {
      closing.abort();
      await running;
      await stopHints();
    },
  };
}

/** Waits without being woken by news: what failed is not tried more often because other things happen. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return waker().wait(ms, signal);
}

interface NewestRow extends Record<string, unknown> {
  readonly tx: string;
  readonly seq: string;
}

/** The last event that is committed now, whether it is given out yet or not. */
async function newestPosition(db: Database, source: SubgraphName): Promise<Position> {
  const [row] = await db.execute<NewestRow>(
    sql`select tx::text as tx, seq from ${sql.identifier(source)}.events as e order by e.tx desc, e.seq desc limit 1`,
  );
  return row === undefined ? origin : { tx: BigInt(row.tx), seq: BigInt(row.seq) };
}
