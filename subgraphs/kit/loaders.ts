import DataLoader from 'dataloader';
import { manyByKey, oneByKey } from './rows.ts';

/** How many keys go into one query; more are asked for in several. */
const maxBatchSize = 1000;

/** Loads one row per key, batched within a tick and remembered for one request (or one event): null where there is none. */
export function loadOne<Row>(
  name: string,
  read: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row | null> {
  return new DataLoader(async (keys) => oneByKey(keys, await read(keys), keyOf), { name, maxBatchSize });
}

/** Loads all rows per key, batched within a tick and remembered for one request (or one event). */
export function loadMany<Row>(
  name: string,
  read: (keys: readonly string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, readonly Row[]> {
  return new DataLoader(async (keys) => manyByKey(keys, await read(keys), keyOf), { name, maxBatchSize });
}
