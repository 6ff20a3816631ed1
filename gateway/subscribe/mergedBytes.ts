import { isOpenRecord, ownValue, setOwn } from '../../lib/own.ts';
import type { SubscriptionEvent } from '../graph.ts';

/**
 * The event as one client gets it in whose queue `merged` older ones went up in it: as everybody gets it, but for the number where the client asked for it.
 * Only slow clients cost this. `bytes` of the event must be set.
 */
export function mergedBytes({ bytes, mergedAt }: SubscriptionEvent, merged: number): Buffer {
  if (bytes === null) throw new Error('An event is written before it is merged');
  if (merged === 0 || mergedAt.length === 0) return bytes;
  const result: unknown = JSON.parse(bytes.toString());
  const data = isOpenRecord(result) ? ownValue(result, 'data') : null;
  for (const path of mergedAt) add(data, path, merged);
  return Buffer.from(JSON.stringify(result));
}

/** What the subgraph has merged already counts too. */
function add(data: unknown, path: readonly string[], merged: number): void {
  const [key, ...rest] = path;
  if (key === undefined || !isOpenRecord(data)) return;
  const value = ownValue(data, key);
  if (rest.length > 0) add(value, rest, merged);
  else if (typeof value === 'number') setOwn(data, key, value + merged);
}
