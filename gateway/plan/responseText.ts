import type { FieldNode } from 'graphql';
import { isOpenRecord, type OpenRecord } from '../../lib/own.ts';
import { isPlainText, jsonText } from './jsonText.ts';
import type { FieldShape, ObjectShape, ValueShape } from './responseShape.ts';

/** Writes `data` as JSON text; null when something in it does not fit the shape, so that errors must be told and nulls moved. */
export type ResponseText = (data: OpenRecord, introspect: (nodes: readonly FieldNode[]) => unknown) => string | null;

/** One response being written. */
interface Writing {
  readonly introspect: (nodes: readonly FieldNode[]) => unknown;
  /** By the number of a shared place: the texts of objects that have been written there. */
  readonly written: Map<object, string | null>[];
}

type Write = (value: unknown, writing: Writing) => string | null;

/** Keys that every object seems to have: plain access to them could reach a prototype. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * A program that writes the response of this shape. It reads each object once, in the order of the operation, and concatenates: no result object is built and
 * none is serialised. It knows only good data; for anything else it gives up, and `shapeResponse` does the work.
 *
 * Response keys are GraphQL names, which need no escaping in a program; whatever else goes in is passed as a value.
 */
export function responseText(shape: ObjectShape, sharedPlaces: ReadonlySet<string>): ResponseText {
  const writer = objectWriter(shape, { path: '', sharedPlaces, numbers: { next: 0 } });
  return (data, introspect) => writer(data, { introspect, written: [] });
}

/** Where in the response a program writes. */
interface Place {
  /** Keys from the root, each with a dot after it; lists are passed over. */
  readonly path: string;
  /** Paths of objects that may stand in many places: their text is kept while the response is written. */
  readonly sharedPlaces: ReadonlySet<string>;
  readonly numbers: { next: number };
}

const below = (place: Place, key: string): Place => ({ ...place, path: `${place.path}${key}.` });

/** What one object's program refers to by name. */
interface Program {
  readonly names: string[];
  readonly values: unknown[];
}

function refer(program: Program, value: unknown): string {
  program.names.push(`v${program.values.length}`);
  program.values.push(value);
  return `v${program.values.length - 1}`;
}

function objectWriter(shape: ObjectShape, place: Place): Write {
  const program: Program = { names: [], values: [] };
  const lines = shape.fields.map((field, index) =>
    fieldLine({ program, place }, shape, field, index === 0 ? '{' : ','),
  );
  const body = `let text = '', value, part;\n${lines.join('\n')}\nreturn text + ${shape.fields.length === 0 ? "'{}'" : "'}'"};`;
  const make = new Function(
    'isPlainText',
    'jsonText',
    ...program.names,
    `return (object, writing) => { ${body} };`,
  ) as (...given: readonly unknown[]) => Write;
  return make(isPlainText, jsonText, ...program.values);
}

function fieldLine(
  { program, place }: { readonly program: Program; readonly place: Place },
  owner: ObjectShape,
  field: FieldShape,
  before: string,
): string {
  const start = `'${before}"${field.key}":'`;
  if (field.kind === 'typename') {
    return owner.concrete ? `text += ${start} + '"${owner.typeName}"';` : 'return null;';
  }
  if (field.kind === 'introspection') {
    return `text += ${start} + jsonText(writing.introspect(${refer(program, field.nodes)}) ?? null);`;
  }
  const read = inherited.has(field.dataKey)
    ? `Object.hasOwn(object, '${field.dataKey}') ? object['${field.dataKey}'] : undefined`
    : `object.${field.dataKey}`;
  const { value } = field;
  const absent = value.nonNull ? 'return null;' : `text += ${start} + 'null';`;
  return `value = ${read};\nif (value === null || value === undefined) { ${absent} } else { ${present(program, value, below(place, field.dataKey), start)} }`;
}

/** The statement that adds a value that is there. */
function present(program: Program, shape: ValueShape, place: Place, start: string): string {
  if (shape.kind === 'leaf' && (shape.typeName === 'String' || shape.typeName === 'ID')) {
    // The quote belongs to the constant part: each concatenation less is an object less.
    const plain = `if (typeof value === 'string' && isPlainText(value)) text += ${start.slice(0, -1)}"' + value + '"';`;
    const test = leafTexts.get(shape.typeName)?.test ?? 'false';
    return `${plain} else if (${test}) text += ${start} + jsonText(value); else return null;`;
  }
  if (shape.kind === 'leaf' && leafTexts.has(shape.typeName)) {
    const { test, text } = leafTexts.get(shape.typeName) ?? { test: 'false', text: '' };
    return `if (!(${test})) return null; text += ${start} + ${text};`;
  }
  const writer = refer(program, valueWriter(shape, place));
  return `part = ${writer}(value, writing); if (part === null) return null; text += ${start} + part;`;
}

/** The built-in scalars in the words of a program, tests as in `responseShape`. */
const leafTexts: ReadonlyMap<string, { readonly test: string; readonly text: string }> = new Map([
  ['String', { test: "typeof value === 'string'", text: 'jsonText(value)' }],
  ['ID', { test: "typeof value === 'string' || Number.isInteger(value)", text: 'jsonText(value)' }],
  ['Int', { test: "typeof value === 'number' && (value | 0) === value", text: '(value | 0)' }],
  ['Float', { test: "typeof value === 'number' && Number.isFinite(value)", text: 'jsonText(value)' }],
  ['Boolean', { test: "typeof value === 'boolean'", text: 'value' }],
]);

/** Writes a value that is neither null nor undefined; null when it does not fit. */
function valueWriter(shape: ValueShape, place: Place): Write {
  switch (shape.kind) {
    case 'leaf':
      return (value) => (shape.accepts(value) ? (jsonText(value) ?? null) : null);
    case 'list':
      return listWriter(valueWriter(shape.of, place), shape.of.nonNull);
    case 'object': {
      let write: Write | null = null;
      return onceFor(place, (value, writing) => {
        if (!isOpenRecord(value)) return null;
        write ??= objectWriter(shape.shape(), place);
        return write(value, writing);
      });
    }
    case 'abstract':
      return onceFor(place, abstractWriter(shape.shapeOf, place));
  }
}

/** At a place where objects are shared, each is written once and its text used again. */
function onceFor(place: Place, write: Write): Write {
  if (!place.sharedPlaces.has(place.path)) return write;
  const number = place.numbers.next++;
  return (value, writing) => {
    if (typeof value !== 'object' || value === null) return null;
    writing.written[number] ??= new Map();
    const texts = writing.written[number];
    const known = texts.get(value);
    if (known !== undefined) return known;
    const text = write(value, writing);
    texts.set(value, text);
    return text;
  };
}

function listWriter(item: Write, nonNull: boolean): Write {
  return (value, writing) => {
    if (!Array.isArray(value)) return null;
    let text = '';
    for (let index = 0; index < value.length; index += 1) {
      const one: unknown = value[index];
      let part: string | null = 'null';
      if (one !== null && one !== undefined) part = item(one, writing);
      else if (nonNull) return null;
      if (part === null) return null;
      text += index === 0 ? part : `,${part}`;
    }
    return `[${text}]`;
  };
}

function abstractWriter(shapeOf: (typeName: string | null) => ObjectShape | null, place: Place): Write {
  // Bounded by the schema: a name that is not a type of this position has no shape.
  const writers = new Map<string | null, Write>();
  return (value, writing) => {
    if (!isOpenRecord(value)) return null;
    const given = Object.hasOwn(value, '__typename') ? value['__typename'] : null;
    const typeName = typeof given === 'string' ? given : null;
    let write = writers.get(typeName);
    if (write === undefined) {
      const shape = shapeOf(typeName);
      if (shape === null) return null;
      write = objectWriter(shape, place);
      writers.set(typeName, write);
    }
    return write(value, writing);
  };
}
