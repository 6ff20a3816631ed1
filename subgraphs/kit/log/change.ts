import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { bindingOf, type Database, type Transaction } from '../database/database.ts';
import type { SubgraphName } from '../subgraphName.ts';
import type { NewEvent } from './event.ts';
import { hintCommitted } from './wake.ts';

/** A transaction that may append to the subgraph's event log, for the keys it has locked. */
export type Change = Transaction & {
  /** Writes events, in this order, that exist if and when the transaction commits. Throws for a key that was not locked. */
  append(...events: readonly NewEvent[]): Promise<void>;
};

const mostKeys = 1_000;
const largestPayloadBytes = 1_048_576;

/** The advisory lock of a key: 64 bits, so that two keys share one about never, and then only wait for each other. */
function lockId(schema: SubgraphName, key: string): bigint {
  return createHash('sha256').update(`${schema}\0${key}`).digest().readBigInt64BE(0);
}

/** Takes all locks in one statement, in ascending order so that two changes never wait for each other in a circle. */
function lockKeys(schema: SubgraphName, keys: readonly string[]): SQL {
  const ids = [...new Set(keys.map((key) => lockId(schema, key)))].sort((a, b) => (a < b ? -1 : 1));
  const list = `{${ids.join(',')}}`;
  return sql`select pg_advisory_xact_lock(id) from unnest(${list}::bigint[]) with ordinality as locks (id, place) order by place`;
}

function payloadText(event: NewEvent): string {
  const text = JSON.stringify(event.payload);
  if (text === undefined) throw new Error(`The payload of ${event.type} is not JSON`);
  if (Buffer.byteLength(text) > largestPayloadBytes)
    throw new Error(`The payload of ${event.type} is larger than ${largestPayloadBytes} bytes`);
  return text;
}

/** One statement for any number of events, so that the server plans it once. `json` keeps the text of a payload as it is. */
function insertEvents(schema: SubgraphName, events: readonly NewEvent[]): SQL {
  const list = events.map((event) => {
    const { topic, key, type } = event;
    return `${JSON.stringify({ topic, key, type }).slice(0, -1)},"payload":${payloadText(event)}}`;
  });
  return sql`
    insert into ${sql.identifier(schema)}.events (topic, key, type, payload)
    select event ->> 'topic', event ->> 'key', event ->> 'type', event -> 'payload'
    from json_array_elements(${`[${list.join(',')}]`}::json) with ordinality as list (event, place) order by place`;
}

/**
 * Runs `work` in one transaction that owns `keys`. The locks are taken before the transaction writes anything: an advisory lock
 * gives it no transaction id, the first write does, so of two changes of one key the later has the higher id and the log keeps
 * their order. After the commit the readers of the log are woken. What `work` throws rolls everything back.
 */
export async function change<T>(db: Database, keys: readonly string[], work: (tx: Change) => Promise<T>): Promise<T> {
  const binding = bindingOf(db);
  const { schema } = binding;
  if (schema === null) throw new Error('change needs the database of a subgraph, not the administrator’s');
  if (keys.length > mostKeys) throw new Error(`One change may lock ${mostKeys} keys, not ${keys.length}`);
  const locked = new Set(keys);
  let appended = false;
  const value = await db.transaction(async (tx) => {
    if (locked.size > 0) await tx.execute(lockKeys(schema, keys));
    const append = async (...events: readonly NewEvent[]): Promise<void> => {
      for (const event of events)
        if (!locked.has(event.key)) throw new Error(`change was not given the key of ${event.type}: ${event.key}`);
      if (events.length === 0) return;
      appended = true;
      await tx.execute(insertEvents(schema, events));
    };
    return work(Object.assign(tx, { append }));
  });
  if (appended) hintCommitted(binding);
  return value;
}
