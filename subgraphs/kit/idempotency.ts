import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { unreachable } from '../../lib/unreachable.ts';
import type { Viewer } from '../../lib/viewer.ts';
import type { Transaction } from './database/database.ts';
import { Refusal, refuse } from './refusal.ts';

/** One call of a mutation, as far as telling repetitions apart goes. */
export interface IdempotentCall {
  readonly viewer: Viewer;
  /** Name of the mutation, e.g. `submitJob`. */
  readonly operation: string;
  /** The client's key; null or undefined when it sent none, and then every call has its effect. */
  readonly key: string | null | undefined;
  /** The rest of the input: the same key with another payload is refused. */
  readonly payload: unknown;
}

/** How a call came out. `replayed` carries the response of the call that had the effect. */
export type Once<Response> =
  | { readonly outcome: 'ran' | 'replayed'; readonly response: Response }
  | { readonly outcome: 'refused'; readonly refusal: Refusal };

const maxKeyLength = 200;
const keyPath = ['input', 'idempotencyKey'] as const;

/** Who the key belongs to: two viewers may use the same one. */
function ownerOf(viewer: Viewer): string {
  switch (viewer.kind) {
    case 'person':
      return `person:${viewer.userId}`;
    case 'service':
      return `service:${viewer.name}`;
    case 'anonymous':
      return 'anonymous';
    default:
      return unreachable(viewer);
  }
}

/** The same text for the same payload, whatever the order of its keys; undefined counts as absent. */
function canonical(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([one], [other]) => (one < other ? -1 : 1));
    return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** What the payload is recognised by; hex. */
export function fingerprintOf(payload: unknown): string {
  return createHash('sha256').update(canonical(payload)).digest('hex');
}

interface StoredCall extends Record<string, unknown> {
  readonly fingerprint: string;
  readonly response: unknown;
}

/**
 * Runs `work` once per (viewer, operation, key), inside the transaction that carries its effect: the first effect wins and
 * its response, which must be plain JSON, is what every repetition gets. Two at the same time wait for each other by an
 * advisory lock, which takes no transaction id, so call it before the first write.
 * A `Refusal` from `work` is not stored: the caller may correct the input and use the key again. So is nothing when the
 * transaction rolls back.
 */
export async function once<Response>(
  tx: Transaction,
  call: IdempotentCall,
  work: () => Promise<Response | Refusal>,
): Promise<Once<Response>> {
  const { key, operation } = call;
  if (key === null || key === undefined) return ranOrRefused(await work());
  if (key.length === 0 || key.length > maxKeyLength) {
    const says = `The idempotency key must have from 1 to ${maxKeyLength} characters.`;
    return { outcome: 'refused', refusal: refuse('IDEMPOTENCY_KEY_INVALID', says, keyPath) };
  }
  const owner = ownerOf(call.viewer);
  const fingerprint = fingerprintOf(call.payload);
  const lockName = JSON.stringify(['idempotency', operation, owner, key]);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${lockName} || current_schema(), 0))`);
  const [stored] = await tx.execute<StoredCall>(
    sql`select fingerprint, response from idempotency_keys where operation = ${operation} and viewer = ${owner} and key = ${key}`,
  );
  if (stored !== undefined) {
    if (stored.fingerprint === fingerprint) return { outcome: 'replayed', response: stored.response as Response };
    const says = `The idempotency key was used for another ${operation}. Send the same input again, or a new key.`;
    return { outcome: 'refused', refusal: refuse('IDEMPOTENCY_KEY_REUSED', says, keyPath) };
  }
  const result = ranOrRefused(await work());
  if (result.outcome === 'ran') {
    await tx.execute(
      sql`insert into idempotency_keys (operation, viewer, key, fingerprint, response)
          values (${operation}, ${owner}, ${key}, ${fingerprint}, ${JSON.stringify(result.response)}::jsonb)`,
    );
  }
  return result;
}

function ranOrRefused<Response>(result: Response | Refusal): Once<Response> {
  return result instanceof Refusal ? { outcome: 'refused', refusal: result } : { outcome: 'ran', response: result };
}
