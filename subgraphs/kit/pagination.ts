import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import { ClientError } from '../../lib/errors.ts';

/** The place of a row in a list ordered by creation, then id. Columns compared with it keep milliseconds, not microseconds. */
export interface KeysetPosition {
  readonly createdAt: Date;
  readonly id: string;
}

/** Arguments of a connection after checking. */
export interface PageRequest {
  /** How many rows to show; read one more to know whether there is a next page. */
  readonly limit: number;
  readonly after: KeysetPosition | null;
}

/** What a resolver returns for a connection type. Functions are called only when the field is selected. */
export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly edges: () => readonly { readonly cursor: string; readonly node: Node }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number | (() => number | Promise<number>);
}

const defaultLimit = 20;

/** The opaque text of a place. */
export function cursorOf(row: KeysetPosition): string {
  return Buffer.from(`${row.createdAt.getTime().toString(36)}.${row.id}`).toString('base64url');
}

function positionOf(cursor: string): KeysetPosition {
  const text = Buffer.from(cursor, 'base64url').toString();
  const match = /^(-?[0-9a-z]{1,11})\.([A-Za-z0-9._-]{1,160})$/.exec(text);
  const createdAt = new Date(Number.parseInt(match?.[1] ?? '', 36));
  const id = match?.[2];
  // A cursor that would be written otherwise was not given out here.
  if (id === undefined || Number.isNaN(createdAt.getTime()) || cursorOf({ createdAt, id }) !== cursor) {
    throw new ClientError('BAD_CURSOR', 'The argument `after` is not a cursor that this list gave out.', {
      argument: 'after',
    });
  }
  return { createdAt, id };
}

/**
 * Checks `first` (1 to `max`; 20 when absent) and `after`.
 * @throws ClientError BAD_USER_INPUT naming `first`, BAD_CURSOR naming `after`.
 */
export function pageArguments(
  input: { readonly first?: number | null | undefined; readonly after?: string | null | undefined },
  max: number,
): PageRequest {
  const limit = input.first ?? Math.min(defaultLimit, max);
  if (!Number.isInteger(limit) || limit < 1 || limit > max) {
    throw new ClientError('BAD_USER_INPUT', `The argument \`first\` must be from 1 to ${max}; it was ${limit}.`, {
      argument: 'first',
    });
  }
  return { limit, after: input.after == null ? null : positionOf(input.after) };
}

/** The condition for the rows after the place, newest first; order by the same two columns descending. Undefined from the beginning. */
export function olderThan(createdAt: AnyColumn, id: AnyColumn, after: KeysetPosition | null): SQL | undefined {
  if (after === null) return undefined;
  return sql`(${createdAt}, ${id}) < (${after.createdAt.toISOString()}::timestamptz, ${after.id})`;
}

/** The condition for the rows after the place, oldest first; order by the same two columns ascending. Undefined from the beginning. */
export function newerThan(createdAt: AnyColumn, id: AnyColumn, after: KeysetPosition | null): SQL | undefined {
  if (after === null) return undefined;
  return sql`(${createdAt}, ${id}) > (${after.createdAt.toISOString()}::timestamptz, ${after.id})`;
}

/**
 * A connection from up to `limit + 1` rows: the row too many says that there is a next page and is not shown.
 * `totalCount` as a function runs only when it is selected.
 */
export function page<Row extends object>(
  rows: readonly Row[],
  request: PageRequest,
  placeOf: (row: Row) => KeysetPosition,
  totalCount: number | (() => number | Promise<number>),
): Connection<Row> {
  const nodes = rows.slice(0, request.limit);
  const first = nodes[0];
  const last = nodes.at(-1);
  return {
    nodes,
    edges: () => nodes.map((node) => ({ cursor: cursorOf(placeOf(node)), node })),
    pageInfo: {
      hasNextPage: rows.length > request.limit,
      hasPreviousPage: request.after !== null,
      startCursor: first === undefined ? null : cursorOf(placeOf(first)),
      endCursor: last === undefined ? null : cursorOf(placeOf(last)),
    },
    totalCount,
  };
}
