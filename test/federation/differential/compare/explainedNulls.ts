import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isListType,
  isNonNullType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';
import { isOpenRecord, ownValue } from '../../../../lib/own.ts';
import type { Answer, AnswerError } from '../engines/engine.ts';
import { type Place, placeText, stepInto } from './place.ts';

/**
 * Says in what an answer that came with faults is not in order, or null. The right answer is what came without faults, `types` are its
 * fields' types. In order is: the right answer with nulls in it, only where the schema allows them, each explained by an error at it, above
 * it or below it; and no error without a null there.
 */
export function faultOfAnswer(
  right: Answer,
  given: Answer,
  types: ReadonlyMap<string, GraphQLOutputType>,
): string | null {
  const [whole, data]: unknown[] = [JSON.parse(right.data), parsed(given.data)];
  if (data === undefined) return `That is no data: ${given.data}`;
  const nulls: Place[] = [];
  const wrong = firstWrong({ types, nulls }, { right: whole, given: data, place: [], type: null });
  if (wrong !== null) return wrong;
  const unexplained = nulls.find((place) => !given.errors.some((error) => concerns(error, place)));
  if (unexplained !== undefined) return `No error says why there is null at ${placeText(unexplained)}.`;
  const idle = given.errors.find((error) => !hasEffect(error, data));
  return idle === undefined ? null : `An error without effect: ${idle.message} at ${placeText(idle.path ?? [])}.`;
}

interface Walk {
  readonly types: ReadonlyMap<string, GraphQLOutputType>;
  /** Nulls where there should be something. */
  readonly nulls: Place[];
}

interface Values {
  readonly right: unknown;
  readonly given: unknown;
  readonly place: Place;
  /** The declared type; null for the root, which may always be null. */
  readonly type: GraphQLOutputType | null;
}

function firstWrong(walk: Walk, { right, given, place, type }: Values): string | null {
  if (given === null) {
    if (right === null) return null;
    if (isNonNullType(type)) return `Null where there may be none, at ${placeText(place)}.`;
    walk.nulls.push(place);
    return null;
  }
  // A scalar of its own kind may be anything.
  if (type !== null && isCustom(getNamedType(type))) return null;
  if (Array.isArray(right) && Array.isArray(given)) {
    if (right.length !== given.length) return `A list of another length at ${placeText(place)}.`;
    const below = type === null ? null : getNullableType(type);
    const item = isListType(below) ? below.ofType : null;
    return firstOf(right, (value, index) =>
      firstWrong(walk, { right: value, given: given[index], place: [...place, index], type: item }),
    );
  }
  if (isOpenRecord(right) && isOpenRecord(given)) {
    const keys = Object.keys(right);
    if (keys.join() !== Object.keys(given).join()) return `Other keys at ${placeText(place)}.`;
    return firstOf(keys, (key) => {
      const at = [...place, key];
      const below = { right: ownValue(right, key), given: ownValue(given, key), place: at };
      return firstWrong(walk, { ...below, type: walk.types.get(placeText(at)) ?? null });
    });
  }
  return right === given ? null : `Another value at ${placeText(place)}: ${JSON.stringify(given)}.`;
}

function isCustom(type: GraphQLNamedType): boolean {
  return isScalarType(type) && !isSpecifiedScalarType(type);
}

function firstOf<T>(items: readonly T[], wrong: (item: T, index: number) => string | null): string | null {
  for (const [index, item] of items.entries()) {
    const says = wrong(item, index);
    if (says !== null) return says;
  }
  return null;
}

function concerns({ path = [] }: AnswerError, place: Place): boolean {
  const shared = Math.min(path.length, place.length);
  return path.slice(0, shared).every((step, index) => step === place[index]);
}

/** True when there is a null on the path of the error, or anywhere below its end. */
function hasEffect({ path = [] }: AnswerError, data: unknown): boolean {
  let value = data;
  for (const step of path) {
    if (value === null) return true;
    value = stepInto(value, step);
    if (value === undefined) return false;
  }
  // An error about the items of a list that has none in the end hurts nobody.
  return hasNull(value) || (Array.isArray(value) && value.length === 0);
}

function hasNull(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  return Object.values(value ?? {}).some(hasNull);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
