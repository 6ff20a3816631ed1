import { setTimeout as pause } from 'node:timers/promises';
import { linkedAbort } from '../../../lib/linkedAbort.ts';
import type { Log } from '../../../lib/log.ts';
import { bindingOf, type Database } from '../../kit/database/database.ts';

/** Pause between two attempts to lead, and between two looks at whether this process still does. */
const lookEveryMs = 2_000;

/** What only one process of several does at a time. */
export interface Leadership {
  /** Stops leading; resolves when the work has ended. */
  close(): Promise<void>;
}

interface Held extends Record<string, unknown> {
  readonly pid: number;
  readonly held: boolean;
}

/**
 * Runs `work` in one process at a time: the one that holds an advisory lock on a connection of its own, so that the death of a process
 * frees it at once. When the connection is lost, `work` is aborted and begins anew wherever the lock is had next. `work` ends soon
 * after its signal aborts, and does not reject.
 */
export function lead(
  db: Database,
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
  options: { readonly log: Log },
): Leadership {
  const { sql, schema } = bindingOf(db);
  const lockName = `${schema}:${name}`;
  const closing = new AbortController();
  const { signal } = closing;
  const rest = (): Promise<unknown> => pause(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);

  const once = async (): Promise<void> => {
    const connection = await sql.reserve();
    try {
      const [first] = await connection<Held[]>`
        select pg_backend_pid() as pid, pg_try_advisory_lock(hashtextextended(${lockName}, 0)) as held`;
      if (first?.held !== true) return;
      const term = linkedAbort(signal);
      const working = work(term.signal);
      try {
        while (!signal.aborted) {
          await rest();
          // After a loss the driver connects again, silently and without the lock.
          const [now] = await connection<{ pid: number }[]>`select pg_backend_pid() as pid`;
          if (now?.pid !== first.pid) throw new Error('The connection that held the lock was lost');
        }
      } finally {
        term.abort(new Error('This process does not lead any more'));
        await working;
        term.release();
      }
    } finally {
      // Given back with the lock, the connection would keep everybody from leading. One that is lost has none.
      await connection`select pg_advisory_unlock(hashtextextended(${lockName}, 0))`.catch(() => undefined);
      connection.release();
    }
  };

  const running = (async () => {
    while (!signal.aborted) {
      try {
        await once();
      } catch (error) {
        if (!signal.aborted) options.log.warn({ err: error, lock: lockName }, 'leading was interrupted');
      }
      if (!signal.aborted) await rest();
    }
  })();
  return {
    async close() {
      closing.abort(new Error('The subgraph is closing'));
      await running;
    },
  };
}
