import { isOpenRecord, type OpenRecord, ownValue, setOwn } from '../../lib/own.ts';
import type { KeySelection, Represent, RewriteStep } from './executablePlan.ts';
import { jsonText, quoted } from './jsonText.ts';
import { mergeData } from './mergeData.ts';
import { rewriteData } from './rewriteData.ts';

type Field = Extract<KeySelection, { kind: 'Field' }>;

/**
 * How objects become representations of these selections. Nearly always one fragment fits an object's type and has plain fields: that goes straight to text.
 * Everything else is copied first.
 */
export function representationText(selections: readonly KeySelection[], rewrites: readonly RewriteStep[]): Represent {
  const byType = new Map<string, Represent>();
  const copied: Represent = (object) => {
    const copy = select(object, selections);
    if (copy === null || typeof ownValue(copy, '__typename') !== 'string') return null;
    rewriteData(rewrites, copy);
    return JSON.stringify(copy);
  };
  const straight = (typeName: string): Represent => {
    const fields = rewrites.length === 0 ? plainFields(selections, typeName) : null;
    if (fields === null) return copied;
    // Nothing is asked of this type: it is not one that the fetch completes.
    if (!fields.some(({ key }) => key === '__typename')) return () => null;
    return (object) => fieldsText(object, fields);
  };
  return (object) => {
    const typeName = ownValue(object, '__typename');
    if (typeof typeName !== 'string') return copied(object);
    let represent = byType.get(typeName);
    if (represent === undefined) {
      represent = straight(typeName);
      // Names that no schema knows could come without end.
      if (byType.size < maxTypes) byType.set(typeName, represent);
    }
    return represent(object);
  };
}

const maxTypes = 1_000;

/** The fields that an object of the type is asked for, when all of them stand in one fragment and none below asks for types; else null. */
function plainFields(selections: readonly KeySelection[], typeName: string): readonly Field[] | null {
  const fitting = selections.filter((selection) => selection.kind === 'Field' || fits(selection, typeName));
  const [only] = fitting;
  if (only === undefined) return [];
  const fields = fitting.length === 1 && only.kind === 'Fragment' ? only.selections : fitting;
  return fields.every(isPlain) && new Set(fields.map((field) => field.key)).size === fields.length ? fields : null;
}

function isPlain(selection: KeySelection): selection is Field {
  return selection.kind === 'Field' && (selection.selections === null || selection.selections.every(isPlain));
}

function fieldsText(object: OpenRecord, fields: readonly Field[]): string | null {
  let text = '';
  for (const { key, selections } of fields) {
    const value = ownValue(object, key);
    if (value === undefined) return null;
    text += `${text === '' ? '{' : ','}${quoted(key)}:${selections === null ? jsonText(value) : belowText(value, selections)}`;
  }
  return `${text}}`;
}

function belowText(value: unknown, selections: readonly KeySelection[]): string {
  if (Array.isArray(value)) return `[${value.map((item) => belowText(item, selections)).join(',')}]`;
  if (!isOpenRecord(value)) return jsonText(value);
  return fieldsText(value, selections.filter(isPlain)) ?? 'null';
}

function fits(fragment: Extract<KeySelection, { kind: 'Fragment' }>, typeName: unknown): boolean {
  return fragment.types === null || (typeof typeName === 'string' && fragment.types.has(typeName));
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
    if (!fits(selection, ownValue(source, '__typename'))) continue;
    const part = select(source, selection.selections);
    if (part !== null) mergeData(selected, part);
  }
  return selected;
}

function selectValue(value: unknown, selections: readonly KeySelection[]): unknown {
  if (Array.isArray(value)) return value.map((item) => selectValue(item, selections));
  return isOpenRecord(value) ? select(value, selections) : value;
}
