import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { type LinkedAbort, linkedAbort } from '../../../lib/linkedAbort.ts';
import type { Log } from '../../../lib/log.ts';
import { bindingOf, type Database } from '../../kit/database/database.ts';

const defaultLookEveryMs = 2_000;
const patienceMs = 1_000;

export interface LeadOptions {
  readonly log: Log;
  /** Pause between two attempts to lead, and between two looks at whether this process still does. */
  readonly lookEveryMs?: number;
}

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
 * A connection of its own: one of the pool would be missed there, and the driver fails beyond catching when a reserved connection is used
 * after it was lost. This one is made again when it is used next, silently and without the lock.
 */
function connect(url: string, onLoss: () => void): postgres.Sql {
  return postgres(url, {
    max: 1,
    // By default the driver closes connections after some time, and the lock would go with it.
    max_lifetime: null,
    connect_timeout: 10,
    onnotice: () => undefined,
    onclose: onLoss,
    connection: { application_name: 'weft leadership' },
  });
}

/**
 * Runs `work` in one process at a time: the one that holds an advisory lock, which its death frees at once. When the connection that
 * holds it is lost, the signal of `work` aborts, and it begins anew wherever the lock is had next. `work` ends soon after its signal
 * aborts, and does not reject. For a moment after a loss two may be at work: what they write must tell which of them may.
 */
export function lead(
  db: Database,
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
  options: LeadOptions,
): Leadership {
  const { log, lookEveryMs = defaultLookEveryMs } = options;
  const { url, schema } = bindingOf(db);
  const lockName = `${schema}:${name}`;
  const closing = new AbortController();
  let term: LinkedAbort | null = null;
  const sql = connect(url, () => term?.abort(new Error('The connection that held the lock was lost')));
  const rest = (signal: AbortSignal): Promise<unknown> =>
    pause(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);

  /** Resolves when this process does not lead any more. */
  const hold = async (pid: number, { signal }: LinkedAbort): Promise<void> => {
    while (!signal.aborted) {
      await rest(signal);
      if (signal.aborted) return;
      const [now] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
      if (now?.pid !== pid) return;
    }
  };

  const once = async (): Promise<void> => {
    const [first] = await sql<Held[]>`
      select pg_backend_pid() as pid, pg_try_advisory_lock(hashtextextended(${lockName}, 0)) as held`;
    if (first?.held !== true) return;
    const mine = linkedAbort(closing.signal);
    term = mine;
    const working = work(mine.signal);
    try {
      await hold(first.pid, mine);
    } finally {
      term = null;
      mine.abort(new Error('This process does not lead any more'));
      await working;
      mine.release();
    }
  };

  const running = (async () => {
    const { signal } = closing;
    while (!signal.aborted) {
      await once().catch((error: unknown) => {
        if (!signal.aborted) log.warn({ err: error, lock: lockName }, 'leading was interrupted');
      });
      if (!signal.aborted) await rest(signal);
    }
  })();
  return {
    async close() {
      closing.abort(new Error('The subgraph is closing'));
      // A question to a database that is away would be waited for much longer.
      await Promise.race([running, pause(patienceMs, undefined, { ref: false })]);
      await sql.end({ timeout: 1 });
      await running;
    },
  };
}
