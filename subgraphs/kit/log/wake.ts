import postgres from 'postgres';
import type { DatabaseBinding } from '../database/database.ts';
import type { SubgraphName } from '../subgraphName.ts';

/** The channel on which processes tell each other that a schema has new events. The payload is the schema's name. */
const channel = 'weft';

/** Pause after a hint, so that a burst of commits becomes few notifications: NOTIFY serialises commits of the whole server. */
const hintPauseMs = 10;

/** What this process knows of one database: who wants to be woken, and the one connection that hears other processes. */
interface Hub {
  readonly waiting: Map<SubgraphName, Set<() => void>>;
  listener: { readonly sql: postgres.Sql; readonly ready: Promise<unknown> } | null;
  readers: number;
}

// One per database that has an open event log in this process; "one connection per process" has no smaller home.
const hubs = new Map<string, Hub>();

function wakeReaders(hub: Hub, schema: string): void {
  for (const [name, wakes] of hub.waiting) if (name === schema) for (const wake of wakes) wake();
}

function listen(hub: Hub, url: string): Hub['listener'] {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connection: { application_name: 'weft hints' } });
  // Hints only make readers quicker; when they cannot be had, polling carries on alone. The driver reconnects by itself.
  const ready = sql.listen(channel, (schema) => wakeReaders(hub, schema)).catch(() => undefined);
  return { sql, ready };
}

/**
 * Calls `wake` soon after events of the schema were committed, by this process (at once) or by another (by LISTEN).
 * A hint may come late, twice or never. Returns how to stop; the last to stop closes the connection.
 */
export function onHint(binding: DatabaseBinding, schema: SubgraphName, wake: () => void): () => Promise<void> {
  let hub = hubs.get(binding.identity);
  if (hub === undefined) {
    hub = { waiting: new Map(), listener: null, readers: 0 };
    hubs.set(binding.identity, hub);
  }
  const entry = hub;
  entry.readers += 1;
  entry.listener ??= listen(entry, binding.url);
  const wakes = entry.waiting.get(schema) ?? new Set();
  entry.waiting.set(schema, wakes);
  wakes.add(wake);
  let stopped = false;
  return async () => {
    if (stopped) return;
    stopped = true;
    wakes.delete(wake);
    entry.readers -= 1;
    if (entry.readers > 0) return;
    hubs.delete(binding.identity);
    const { listener } = entry;
    entry.listener = null;
    await listener?.ready;
    await listener?.sql.end({ timeout: 1 });
  };
}

/** Hints of one pool that are being sent. */
interface Sending {
  again: boolean;
}
const sending = new WeakMap<postgres.Sql, Sending>();

async function sendHints(sql: postgres.Sql, schema: SubgraphName, state: Sending): Promise<void> {
  do {
    state.again = false;
    // A statement of its own: inside the writing transaction it would hold the server's one notification lock over the commit.
    await sql`select pg_notify(${channel}, ${schema})`;
    await new Promise((resolve) => setTimeout(resolve, hintPauseMs).unref());
  } while (state.again);
}

/** Says that events of the schema were committed. Returns at once; never fails, since a lost hint only means a later poll. */
export function hintCommitted(binding: DatabaseBinding): void {
  const { schema, sql } = binding;
  if (schema === null) return;
  const hub = hubs.get(binding.identity);
  if (hub !== undefined) wakeReaders(hub, schema);
  const running = sending.get(sql);
  if (running !== undefined) {
    running.again = true;
    return;
  }
  const state: Sending = { again: false };
  sending.set(sql, state);
  sendHints(sql, schema, state)
    // The pool was closed, or the server is gone: whoever reads the log polls.
    .catch(() => undefined)
    .finally(() => sending.delete(sql));
}
