import { isOpenRecord, type OpenRecord, ownValue, setOwn } from '../../lib/own.ts';
import type { FetchStep, KeySelection } from '../plan/executablePlan.ts';
import { mergeData } from './mergeData.ts';
import { rewriteData } from './rewriteData.ts';

/** What one entity fetch asks for, and whose it is. */
export interface Representations {
  /** Each distinct representation once. */
  readonly list: readonly OpenRecord[];
  /** The objects to complete, each once; the number is the index of its representation. */
  readonly indexOf: ReadonlyMap<OpenRecord, number>;
}

/**
 * The representations of these objects. Equal ones are sent once: a list of reviews by few authors asks for few authors.
 * Objects that lack a part of what is required (the fetch that should have brought it failed) are left out.
 */
export function representations(step: FetchStep, targets: readonly OpenRecord[]): Representations {
  const selections = step.requires ?? [];
  const list: OpenRecord[] = [];
  const indexOf = new Map<OpenRecord, number>();
  const indexByText = new Map<string, number | null>();
  for (const target of targets) {
    // Objects that came from one entity are shared between its places: they are the same object here.
    if (indexOf.has(target)) continue;
    const text = identity(target, selections);
    if (text === null) continue;
    let index = indexByText.get(text);
    if (index === undefined) {
      const representation = represent(step, target, selections);
      index = representation === null ? null : list.push(representation) - 1;
      indexByText.set(text, index);
    }
    if (index !== null) indexOf.set(target, index);
  }
  return { list, indexOf };
}

function represent(step: FetchStep, target: OpenRecord, selections: readonly KeySelection[]): OpenRecord | null {
  const representation = select(target, selections);
  if (representation === null || typeof ownValue(representation, '__typename') !== 'string') return null;
  if (step.inputRewrites.length > 0) rewriteData(step.inputRewrites, representation);
  return representation;
}

/** A text that two objects share exactly when `select` would give the same for both; null when it would give null. Most objects are repeats, and a text costs less than a copy. */
function identity(source: OpenRecord, selections: readonly KeySelection[]): string | null {
  let text = '';
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const value = ownValue(source, selection.key);
      if (value === undefined) return null;
      text += identityOfValue(value, selection.selections);
    } else {
      text += applies(selection, source) ? `{${identity(source, selection.selections) ?? ''}}` : '-';
    }
  }
  return text;
}

function identityOfValue(value: unknown, selections: readonly KeySelection[] | null): string {
  // With its length before it, a text cannot run into its neighbours.
  if (typeof value === 'string') return `${value.length}:${value}`;
  if (selections === null) return `${JSON.stringify(value)},`;
  if (Array.isArray(value)) return `[${value.map((item) => identityOfValue(item, selections)).join('')}]`;
  return isOpenRecord(value) ? `{${identity(value, selections) ?? ''}}` : `${String(value)},`;
}

function applies(fragment: Extract<KeySelection, { kind: 'Fragment' }>, source: OpenRecord): boolean {
  if (fragment.types === null) return true;
  const typeName = ownValue(source, '__typename');
  return typeof typeName === 'string' && fragment.types.has(typeName);
}

/** A copy of what is selected; null when a field of it is missing. A fragment for another type, or with something missing, adds nothing. */
function select(source: OpenRecord, selections: readonly KeySelection[]): OpenRecord | null {
  const selected: OpenRecord = {};
  for (const selection of selections) {
    if (selection.kind === 'Field') {
      const value = ownValue(source, selection.key);
      if (value === undefined) return null;
      setOwn(selected, selection.key, selection.selections === null ? value : selectValue(value, selection.selections));
      continue;
    }
    if (!applies(selection, source)) continue;
    const part = select(source, selection.selections);
    if (part !== null) mergeData(selected, part);
  }
  return selected;
}

function selectValue(value: unknown, selections: readonly KeySelection[]): unknown {
  if (Array.isArray(value)) return value.map((item) => selectValue(item, selections));
  return isOpenRecord(value) ? select(value, selections) : value;
}
