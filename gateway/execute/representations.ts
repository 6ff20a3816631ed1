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
  const list: OpenRecord[] = [];
  const indexOf = new Map<OpenRecord, number>();
  const indexByText = new Map<string, number>();
  for (const target of targets) {
    // Objects that came from one entity are shared between its places: they are the same object here.
    if (indexOf.has(target)) continue;
    const representation = select(target, step.requires ?? []);
    if (representation === null || typeof ownValue(representation, '__typename') !== 'string') continue;
    if (step.inputRewrites.length > 0) rewriteData(step.inputRewrites, representation);
    const text = JSON.stringify(representation);
    let index = indexByText.get(text);
    if (index === undefined) {
      index = list.length;
      list.push(representation);
      indexByText.set(text, index);
    }
    indexOf.set(target, index);
  }
  return { list, indexOf };
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
    const typeName = ownValue(source, '__typename');
    if (selection.types !== null && (typeof typeName !== 'string' || !selection.types.has(typeName))) continue;
    const part = select(source, selection.selections);
    if (part !== null) mergeData(selected, part);
  }
  return selected;
}

function selectValue(value: unknown, selections: readonly KeySelection[]): unknown {
  if (Array.isArray(value)) return value.map((item) => selectValue(item, selections));
  return isOpenRecord(value) ? select(value, selections) : value;
}
