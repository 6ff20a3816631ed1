import { isOpenRecord, type OpenRecord, ownValue, setOwn } from '../../lib/own.ts';
import type { KeySelection, Representer, RewriteStep, TypeRepresenter } from './executablePlan.ts';
import { jsonText, quoted } from './jsonText.ts';
import { mergeData } from './mergeData.ts';
import { rewriteData } from './rewriteData.ts';

type Field = Extract<KeySelection, { kind: 'Field' }>;

/**
 * How objects become representations of these selections. Nearly always one fragment fits an object's type and has plain fields: that goes straight to text.
 * Everything else is copied first.
 */
export function representer(selections: readonly KeySelection[], rewrites: readonly RewriteStep[]): Representer {
  const byType = new Map<string, TypeRepresenter>();
  const copying: TypeRepresenter = {
    text(object) {
      const copy = select(object, selections);
      if (copy === null || typeof ownValue(copy, '__typename') !== 'string') return null;
      rewriteData(rewrites, copy);
      return JSON.stringify(copy);
    },
    identity: () => undefined,
    isReference: () => false,
  };
  return {
    of(object) {
      const typeName = object['__typename'];
      if (typeof typeName !== 'string') return copying;
      const known = byType.get(typeName);
      if (known !== undefined) return known;
      const fields = rewrites.length === 0 ? plainFields(selections, typeName) : null;
      const made = fields === null ? copying : ofFields(typeName, fields);
      // Names that no schema knows could come without end.
      if (byType.size < maxTypes) byType.set(typeName, made);
      return made;
    },
  };
}

/** For objects of a type that the fetch asks nothing of. */
const ofNothing: TypeRepresenter = { text: () => null, identity: () => undefined, isReference: () => false };

/** Keys that every object seems to have: plain access to them could reach a prototype. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Representations of one type by plain fields; without `__typename` among them nothing is asked of this type. */
function ofFields(typeName: string, fields: readonly Field[]): TypeRepresenter {
  const others = fields.filter(({ key }) => key !== '__typename');
  if (others.length === fields.length) return ofNothing;
  const isFlat = others.every(({ selections, key }) => selections === null && !inherited.has(key));
  const [only] = others;
  const key = isFlat && others.length === 1 ? only?.key : undefined;
  const start = `{"__typename":${quoted(typeName)}`;
  return {
    text: (object) => fieldsText(object, others, start),
    identity(object) {
      const value = key === undefined ? undefined : object[key];
      return typeof value === 'string' ? value : undefined;
    },
    isReference: (object) => isFlat && Object.keys(object).length === fields.length,
  };
}

const maxTypes = 1_000;

/** The fields that an object of the type is asked for, when all of them stand in one fragment and none below asks for types; else null. */
function plainFields(selections: readonly KeySelection[], typeName: string): readonly Field[] | null {
  const fitting = selections.filter((selection) => selection.kind === 'Field' || fits(selection, typeName));
  const [only] = fitting;
  if (only === undefined) return [];
  const fields = fitting.length === 1 && only.kind === 'Fragment' ? only.selections : fitting;
  return fields.every(isPlain) && new Set(fields.map((field) => field.name)).size === fields.length ? fields : null;
}

function isPlain(selection: KeySelection): selection is Field {
  return selection.kind === 'Field' && (selection.selections === null || selection.selections.every(isPlain));
}

/** `start` is what stands before the first of the fields, without the comma. */
function fieldsText(object: OpenRecord, fields: readonly Field[], start: string): string | null {
  let text = start;
  for (const { key, name, selections } of fields) {
    const value = ownValue(object, key);
    if (value === undefined) return null;
    text += `${text === '{' ? '' : ','}${quoted(name)}:${selections === null ? jsonText(value) : belowText(value, selections)}`;
  }
  return `${text}}`;
}

function belowText(value: unknown, selections: readonly KeySelection[]): string {
  if (Array.isArray(value)) return `[${value.map((item) => belowText(item, selections)).join(',')}]`;
  if (!isOpenRecord(value)) return jsonText(value);
  return fieldsText(value, selections.filter(isPlain), '{') ?? 'null';
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
      setOwn(
        selected,
        selection.name,
        selection.selections === null ? value : selectValue(value, selection.selections),
      );
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
