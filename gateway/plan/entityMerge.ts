import { Kind, type SelectionSetNode } from 'graphql';
import { type OpenRecord, ownValue, setOwn } from '../../lib/own.ts';
import { mayCompile } from './mayCompile.ts';
import { mergeValue } from './mergeData.ts';

/** Keys that every object seems to have: plain access to them could reach a prototype. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Response keys of a selection set, those of fragments included. A planner's documents have no fragment spreads but inlined ones, or name them. */
export function responseKeys(
  selectionSet: SelectionSetNode | undefined,
  fragments: ReadonlyMap<string, SelectionSetNode>,
): readonly string[] {
  const keys = new Set<string>();
  for (const selection of selectionSet?.selections ?? []) {
    if (selection.kind === Kind.FIELD) keys.add(selection.alias?.value ?? selection.name.value);
    else {
      const below =
        selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value);
      for (const key of responseKeys(below, fragments)) keys.add(key);
    }
  }
  return [...keys];
}

/**
 * Puts these keys of an entity into the object that it completes; whatever else a subgraph sent stays out. Most of this work of an answer is done
 * here, so it is compiled: the keys are GraphQL names, which need no escaping in a program.
 */
export function entityMerge(
  keys: readonly string[],
  isAbstract: (typeName: string) => boolean,
): (target: OpenRecord, entity: OpenRecord) => void {
  const plain = mayCompile ? keys.filter((key) => !inherited.has(key) && key !== '__typename') : [];
  const namesType = keys.includes('__typename');
  const odd = keys.filter((key) => !plain.includes(key) && key !== '__typename');
  let merge: ((target: OpenRecord, entity: OpenRecord) => void) | null = null;
  return (target, entity) => {
    if (target === entity) return;
    merge ??= compiled(plain);
    merge(target, entity);
    if (namesType) mergeTypeName(target, entity, isAbstract);
    for (const key of odd) mergeOdd(target, entity, key);
  };
}

function compiled(keys: readonly string[]): (target: OpenRecord, entity: OpenRecord) => void {
  const lines = keys.map(
    (key) =>
      `value = entity.${key}; if (value !== undefined) { before = target.${key}; target.${key} = before === undefined ? value : mergeValue(before, value); }`,
  );
  const program = `return (target, entity) => { let value, before; ${lines.join('\n')} };`;
  return new Function('mergeValue', program)(mergeValue) as ReturnType<typeof compiled>;
}

/** A subgraph that knows an entity as an interface alone (`@interfaceObject`) does not unname the type that another one has named. */
function mergeTypeName(target: OpenRecord, entity: OpenRecord, isAbstract: (typeName: string) => boolean): void {
  const name = entity['__typename'];
  if (typeof name !== 'string') return;
  const before = target['__typename'];
  if (typeof before !== 'string' || isAbstract(before)) target['__typename'] = name;
}

function mergeOdd(target: OpenRecord, entity: OpenRecord, key: string): void {
  const value = ownValue(entity, key);
  if (value === undefined) return;
  const before = ownValue(target, key);
  setOwn(target, key, before === undefined ? value : mergeValue(before, value));
}
