import { ClientError } from '../../lib/errors.ts';

const longestList = 500;
const mostNamedInAnError = 5;

/**
 * A list of a filter as it counts: each item once, null when it is absent and everything fits. Throws ClientError BAD_USER_INPUT
 * for an empty list, which nothing would fit, and for one of more than 500 items. `argument` is where it is, e.g. "filter.states".
 */
export function filterList<Item>(list: readonly Item[] | null | undefined, argument: string): ReadonlySet<Item> | null {
  if (list == null) return null;
  if (list.length > 0 && list.length <= longestList) return new Set(list);
  const says =
    list.length === 0
      ? `The argument \`${argument}\` is an empty list, which nothing fits: name at least one, or leave it out for all of them.`
      : `The argument \`${argument}\` has ${list.length} items; it may have ${longestList}.`;
  throw new ClientError('BAD_USER_INPUT', says, { argument });
}

/** What the ids of a filter are of: the thing in words, and the field that lists what there is. */
export interface NamedThing {
  readonly argument: string;
  readonly thing: string;
  readonly listedBy: string;
}

/** Throws ClientError NOT_FOUND that names the ids which lead to nothing. */
export function requireKnown(
  ids: Iterable<string>,
  isKnown: (id: string) => boolean,
  { argument, thing, listedBy }: NamedThing,
): void {
  const unknown = [...ids].filter((id) => !isKnown(id));
  if (unknown.length === 0) return;
  const named = unknown.slice(0, mostNamedInAnError).map((id) => JSON.stringify(id.slice(0, 100)));
  const says = `There is no ${thing} with the id ${named.join(', ')}. The field \`${listedBy}\` lists them.`;
  throw new ClientError('NOT_FOUND', says, { argument });
}
