import { type FieldNode, Kind, print, type SelectionSetNode } from 'graphql';

/** What may be written under a key of the response: which fields, of which types, with which arguments; and what below it. */
interface Written {
  readonly fields: Set<string>;
  readonly below: WrittenKeys;
}

/** What all fetches of a plan together may write into the objects at one place of the response. */
export type WrittenKeys = Map<string, Written>;

/** Adds a selection set. Fragment spreads count as one field that nothing else is equal to. */
export function addWritten(into: WrittenKeys, selectionSet: SelectionSetNode, onType: string): void {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      addWritten(into, selection.selectionSet, selection.typeCondition?.name.value ?? onType);
      continue;
    }
    const key = selection.kind === Kind.FIELD ? (selection.alias?.value ?? selection.name.value) : '...';
    const written = into.get(key) ?? { fields: new Set(), below: new Map() };
    into.set(key, written);
    written.fields.add(selection.kind === Kind.FIELD ? fieldText(selection, onType) : print(selection));
    if (selection.kind === Kind.FIELD && selection.selectionSet !== undefined) {
      addWritten(written.below, selection.selectionSet, '');
    }
  }
}

/** The keys below a path; steps into lists and type conditions stay in place. Adds what is missing on the way. */
export function writtenAt(root: WrittenKeys, path: readonly string[]): WrittenKeys {
  let at = root;
  for (const step of path) {
    if (step === '@' || step.startsWith('... on ')) continue;
    const written = at.get(step) ?? { fields: new Set(), below: new Map() };
    at.set(step, written);
    at = written.below;
  }
  return at;
}

/** True when one object can stand at both places: no key means two things. */
export function canBeOne(one: WrittenKeys, other: WrittenKeys): boolean {
  if (one === other) return true;
  for (const [key, written] of one) {
    const there = other.get(key);
    if (there === undefined) continue;
    if (written.fields.size > 0 && there.fields.size > 0 && !sameSet(written.fields, there.fields)) return false;
    if (!canBeOne(written.below, there.below)) return false;
  }
  return true;
}

/** True when each key means one thing, whatever the type of the object. */
export function isUnambiguous(keys: WrittenKeys): boolean {
  for (const { fields, below } of keys.values()) {
    const meanings = new Set([...fields].map((text) => text.slice(text.indexOf('.') + 1)));
    if (meanings.size > 1 || !isUnambiguous(below)) return false;
  }
  return true;
}

function sameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  if (one.size !== other.size) return false;
  for (const item of one) if (!other.has(item)) return false;
  return true;
}

function fieldText(field: FieldNode, onType: string): string {
  const given = (field.arguments ?? []).map(print).sort().join(',');
  return `${onType}.${field.name.value}(${given})`;
}
