import {
  baseType,
  type CompositeType,
  type FieldDefinition,
  isCompositeType,
  type NamedType,
  type Schema,
} from '@apollo/federation-internals';
import { Kind, parse, type SelectionSetNode } from 'graphql';
import { directiveNames } from './directiveNames.ts';

type Field = FieldDefinition<CompositeType>;
/** A type or a field of the supergraph. */
export type Element = NamedType | Field;

/**
 * What the value of a field is computed from: the fields of its `@requires` and `@fromContext` selections, the types on the way, and what those
 * fields are computed from in turn. Throws when a selection in the supergraph does not fit it.
 */
export function requiredElements(schema: Schema): (field: Field) => ReadonlySet<Element> {
  const direct = directlyRequired(schema);
  return (field) => {
    const found = new Set<Element>();
    const waiting: Element[] = [...(direct.get(field) ?? [])];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      if (next.kind === 'FieldDefinition') waiting.push(...(direct.get(next) ?? []));
    }
    return found;
  };
}

function directlyRequired(schema: Schema): ReadonlyMap<Field, ReadonlySet<Element>> {
  const joinFields = namesIn(schema, 'https://specs.apollo.dev/join', 'field');
  const contexts = contextTypes(schema);
  const required = new Map<Field, Set<Element>>();
  const add = (field: Field, elements: ReadonlySet<Element>): void => {
    if (elements.size > 0) required.set(field, new Set([...(required.get(field) ?? []), ...elements]));
  };
  for (const type of [...schema.objectTypes(), ...schema.interfaceTypes()]) {
    for (const field of type.fields() as readonly Field[]) {
      const elements = new Set<Element>();
      const joined = field.appliedDirectives.filter(({ name }) => joinFields.has(name));
      for (const directive of joined) addRequired(elements, type, directive.arguments(), contexts);
      add(field, elements);
      // An interface has such a field by @interfaceObject, and every implementer has it from there.
      if (type.kind !== 'InterfaceType') continue;
      for (const implementer of type.allImplementations()) {
        const implementation = implementer.field(field.name) as Field | undefined;
        if (implementation !== undefined) add(implementation, elements);
      }
    }
  }
  return required;
}

function addRequired(
  elements: Set<Element>,
  type: CompositeType,
  { requires, contextArguments }: Readonly<Record<string, unknown>>,
  contexts: ReadonlyMap<string, readonly CompositeType[]>,
): void {
  if (typeof requires === 'string') addSelection(elements, type, requires);
  for (const { context, selection } of contextSelections(contextArguments)) {
    for (const source of contexts.get(context) ?? []) addSelection(elements, source, selection);
  }
}

function namesIn(schema: Schema, identity: string, directive: string): ReadonlySet<string> {
  const link = schema.coreFeatures?.getByIdentity(identity);
  return link === undefined ? new Set() : directiveNames(link, directive);
}

/** The types that set each context. */
function contextTypes(schema: Schema): ReadonlyMap<string, readonly CompositeType[]> {
  const names = namesIn(schema, 'https://specs.apollo.dev/context', 'context');
  const types = new Map<string, CompositeType[]>();
  for (const type of schema.types()) {
    if (!isCompositeType(type)) continue;
    for (const directive of type.appliedDirectives as readonly {
      name: string;
      arguments(): Record<string, unknown>;
    }[]) {
      const { name } = directive.arguments();
      if (!names.has(directive.name) || typeof name !== 'string') continue;
      const before = types.get(name);
      if (before === undefined) types.set(name, [type]);
      else before.push(type);
    }
  }
  return types;
}

function contextSelections(value: unknown): readonly { readonly context: string; readonly selection: string }[] {
  if (!Array.isArray(value)) return [];
  return value.map((argument: { readonly context?: unknown; readonly selection?: unknown }) => {
    const { context, selection } = argument;
    if (typeof context === 'string' && typeof selection === 'string') return { context, selection };
    throw new Error('A context argument of the supergraph has no context or no selection.');
  });
}

function addSelection(elements: Set<Element>, type: CompositeType, selection: string): void {
  const text = selection.trim();
  const [definition] = parse(text.startsWith('{') ? text : `{${text}}`, { noLocation: true }).definitions;
  if (definition?.kind === Kind.OPERATION_DEFINITION) addSelections(elements, type, definition.selectionSet);
}

function addSelections(elements: Set<Element>, type: CompositeType, { selections }: SelectionSetNode): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) continue; // none can be defined there
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      const onType = condition === undefined ? type : type.schema().type(condition);
      // A type condition that is no more in the supergraph selects nothing.
      if (onType === undefined || !isCompositeType(onType)) continue;
      elements.add(onType);
      addSelections(elements, onType, selection.selectionSet);
    } else if (selection.name.value !== '__typename') {
      const field = fieldOf(type, selection.name.value);
      const returned = baseType(field.type ?? notThere(field.coordinate));
      for (const element of [field, returned, ...implementations(type, field.name)]) elements.add(element);
      if (selection.selectionSet !== undefined && isCompositeType(returned)) {
        addSelections(elements, returned, selection.selectionSet);
      }
    }
  }
}

function fieldOf(type: CompositeType, name: string): Field {
  const field = type.kind === 'UnionType' ? undefined : (type.field(name) as Field | undefined);
  return field ?? notThere(`${type.name}.${name}`);
}

function notThere(coordinate: string): never {
  throw new Error(`A field of the supergraph requires ${coordinate}, which is not in it.`);
}

/** Whoever reads a field of an interface reads it of its implementers. */
function implementations(type: CompositeType, fieldName: string): readonly Element[] {
  if (type.kind !== 'InterfaceType') return [];
  return type.possibleRuntimeTypes().flatMap((implementer): Element[] => {
    const field = implementer.field(fieldName) as Field | undefined;
    return field === undefined ? [implementer] : [implementer, field];
  });
}
