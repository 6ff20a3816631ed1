import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { isNestedWithin } from '../../lib/isNestedWithin.ts';

/** What the response to an operation looks like for one setting of its @skip and @include variables. */
export type ResponseShape = ObjectShape;

/** The fields of an object type, in the order of the response. */
export interface ObjectShape {
  readonly typeName: string;
  /** False for an interface that stands for an object whose own type was not asked for (`@interfaceObject`). */
  readonly concrete: boolean;
  readonly fields: readonly FieldShape[];
  /** True when a response key is `__proto__`, which only an object without prototype can take by assignment. */
  readonly oddKeys: boolean;
}

/** `key` is the response key as the client has it. A value stands under another key in the data where the plan had to rename it. */
export type FieldShape =
  | {
      readonly kind: 'value';
      readonly key: string;
      readonly dataKey: string;
      readonly name: string;
      readonly value: ValueShape;
    }
  | { readonly kind: 'typename'; readonly key: string }
  | { readonly kind: 'introspection'; readonly key: string; readonly nodes: readonly FieldNode[] };

export type ValueShape =
  | {
      readonly kind: 'leaf';
      readonly nonNull: boolean;
      readonly typeName: string;
      readonly accepts: (value: unknown) => boolean;
    }
  | { readonly kind: 'list'; readonly nonNull: boolean; readonly of: ValueShape }
  | { readonly kind: 'object'; readonly nonNull: boolean; readonly shape: () => ObjectShape }
  | {
      readonly kind: 'abstract';
      readonly nonNull: boolean;
      readonly typeName: string;
      /** The shape for a runtime type (null: not known); null for a type that is not one of this position's, or that clients cannot see. */
      readonly shapeOf: (typeName: string | null) => ObjectShape | null;
    };

/** What the shape of a response depends on. */
export interface ShapeSource {
  readonly schema: GraphQLSchema;
  /** Whose fragments are meant. */
  readonly document: DocumentNode;
  /** Values of the variables of @skip and @include. */
  readonly conditions: Readonly<Record<string, unknown>>;
  /** Where fields are in the response and in the data. */
  readonly keysOf: KeysOf;
  /** Fields that take no value, whatever the data has. */
  readonly hidden: ReadonlySet<FieldNode>;
}

/** The keys of a field with that response key in the document: in the client's response, and in the data of the plan. */
export type KeysOf = (field: FieldNode, key: string) => { readonly key: string; readonly dataKey: string };

/** The shape of an operation's response. Object types below the root are looked at when data of them first comes. */
export function responseShape(source: ShapeSource, operation: OperationDefinitionNode): ResponseShape {
  const { schema, document, conditions } = source;
  const rootType = schema.getRootType(operation.operation);
  if (rootType === undefined || rootType === null) throw new Error(`The schema has no ${operation.operation} type`);
  const collect: Collect = { ...source, fragments: fragmentsOf(document) };
  return objectShape(
    collect,
    rootType,
    collectFields(schema, collect.fragments, conditions, rootType, operation.selectionSet),
  );
}

/** The shape of a selection on objects of a type: what a deferred part shows. */
export function selectionShape(
  source: ShapeSource,
  type: GraphQLCompositeType,
  selectionSet: SelectionSetNode,
): ValueShape {
  const collect: Collect = { ...source, fragments: fragmentsOf(source.document) };
  const field: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'part' }, selectionSet };
  return valueShape(collect, type, [field], false);
}

/** A type whose fields can be selected. */
type SelectedType = GraphQLObjectType | GraphQLInterfaceType;

interface Collect extends ShapeSource {
  readonly fragments: Record<string, FragmentDefinitionNode>;
}

function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return fragments;
}

function objectShape(
  collect: Collect,
  type: SelectedType,
  fields: ReadonlyMap<string, readonly FieldNode[]>,
): ObjectShape {
  const shapes = [...fields].flatMap(([key, nodes]) => fieldShape(collect, type, key, nodes));
  return {
    typeName: type.name,
    concrete: isObjectType(type),
    fields: shapes,
    oddKeys: shapes.some(({ key }) => key === '__proto__'),
  };
}

function fieldShape(
  collect: Collect,
  type: SelectedType,
  responseKey: string,
  nodes: readonly FieldNode[],
): readonly FieldShape[] {
  const [first] = nodes;
  if (first === undefined) return [];
  const name = first.name.value;
  const { key, dataKey } = collect.keysOf(first, responseKey);
  if (name === '__typename') return [{ kind: 'typename', key }];
  if (name === '__schema' || name === '__type') return [{ kind: 'introspection', key, nodes }];
  const field = Object.hasOwn(type.getFields(), name) ? type.getFields()[name] : undefined;
  // Validation has shown that it is there for the selected type; an implementer may still lack a field that is hidden on it.
  if (field === undefined) return [];
  // What must not be shown may be there all the same, as a key between subgraphs.
  const isHidden = nodes.every((node) => collect.hidden.has(node));
  const value = isHidden ? hiddenShape(isNonNullType(field.type)) : valueShape(collect, field.type, nodes, false);
  return [{ kind: 'value', key, dataKey, name, value }];
}

function hiddenShape(nonNull: boolean): ValueShape {
  return { kind: 'leaf', nonNull, typeName: 'a hidden field', accepts: () => false };
}

function valueShape(
  collect: Collect,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  nonNull: boolean,
): ValueShape {
  if (isNonNullType(type)) return valueShape(collect, type.ofType, nodes, true);
  if (isListType(type)) return { kind: 'list', nonNull, of: valueShape(collect, type.ofType, nodes, false) };
  if (isLeafType(type)) {
    const accepts = isEnumType(type) ? enumAccepts(type.getValues()) : (scalarAccepts.get(type.name) ?? acceptsJson);
    return { kind: 'leaf', nonNull, typeName: type.name, accepts };
  }
  if (isAbstractType(type)) {
    return { kind: 'abstract', nonNull, typeName: type.name, shapeOf: shapesOf(collect, type, nodes) };
  }
  return { kind: 'object', nonNull, shape: lazily(() => shapeBelow(collect, type, nodes)) };
}

function shapeBelow(collect: Collect, type: SelectedType, nodes: readonly FieldNode[]): ObjectShape {
  // Only the name of the type, and what it is a subtype of, is looked at: an interface does as well as an object type.
  const selected = type as GraphQLObjectType;
  return objectShape(
    collect,
    type,
    collectSubfields(collect.schema, collect.fragments, collect.conditions, selected, nodes),
  );
}

function shapesOf(
  collect: Collect,
  type: GraphQLAbstractType,
  nodes: readonly FieldNode[],
): (typeName: string | null) => ObjectShape | null {
  // Bounded by the schema: only types of this position are remembered.
  const known = new Map<string, ObjectShape>();
  return (typeName) => {
    const before = known.get(typeName ?? type.name);
    if (before !== undefined) return before;
    const runtimeType = typeName === null ? type : collect.schema.getType(typeName);
    if (!isObjectType(runtimeType) && !isInterfaceType(runtimeType)) return null;
    if (runtimeType !== type && !collect.schema.isSubType(type, runtimeType)) return null;
    const shape = shapeBelow(collect, runtimeType, nodes);
    known.set(runtimeType.name, shape);
    return shape;
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function enumAccepts(values: readonly { readonly name: string }[]): (value: unknown) => boolean {
  const names = new Set<unknown>(values.map(({ name }) => name));
  return (value) => names.has(value);
}

/** Levels of a custom scalar's value. */
const maxScalarLevels = 500;

/** A custom scalar may be anything that can be written as JSON again. */
const acceptsJson = (value: unknown): boolean => isNestedWithin(value, maxScalarLevels);

/** What the built-in scalars may look like in a response (GraphQL specification, 3.5). */
const scalarAccepts: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['String', (value: unknown) => typeof value === 'string'],
  ['Boolean', (value: unknown) => typeof value === 'boolean'],
  ['Float', (value: unknown) => typeof value === 'number' && Number.isFinite(value)],
  ['Int', (value: unknown) => typeof value === 'number' && (value | 0) === value],
  ['ID', (value: unknown) => typeof value === 'string' || Number.isInteger(value)],
]);
