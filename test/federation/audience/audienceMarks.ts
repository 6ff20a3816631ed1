import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';

/** What a schema promises about its fields. */
export interface AudienceMarks {
  /** The audience written on a field; null when there is none. */
  of(typeName: string, fieldName: string): string | null;
  /** Types whose fields make promises of their own. */
  isEntity(typeName: string): boolean;
}

const argumentOf = (directive: ConstDirectiveNode | undefined, name: string): string | null => {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value !== undefined && 'value' in value ? String(value.value) : null;
};

/** Reads the marks of a subgraph's SDL or a supergraph's. */
export function audienceMarks(sdl: string): AudienceMarks {
  const audiences = new Map<string, string>();
  const entities = new Set<string>();
  for (const definition of parse(sdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const typeName = definition.name.value;
    const isKey = (directive: ConstDirectiveNode): boolean =>
      directive.name.value === 'key' ||
      (directive.name.value === 'join__type' && argumentOf(directive, 'key') !== null);
    if ((definition.directives ?? []).some(isKey)) entities.add(typeName);
    for (const field of definition.fields ?? ([] as readonly FieldDefinitionNode[])) {
      const audience = argumentOf(
        field.directives?.find(({ name }) => name.value === 'audience'),
        'of',
      );
      if (audience !== null) audiences.set(`${typeName}.${field.name.value}`, audience);
    }
  }
  return {
    of: (typeName, fieldName) => audiences.get(`${typeName}.${fieldName}`) ?? null,
    isEntity: (typeName) => entities.has(typeName),
  };
}

/** The fields of a type that are the same for everyone, `inherited` being what led to it. */
export function fieldsOfEveryone(
  type: GraphQLNamedType,
  marks: AudienceMarks,
  inherited: boolean,
): readonly GraphQLField<unknown, unknown>[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const inherits = inherited && !marks.isEntity(type.name);
  return Object.values(type.getFields()).filter(({ name }) => {
    const audience = marks.of(type.name, name);
    return audience === null ? inherits : audience === 'EVERYONE';
  });
}

const deepest = 6;

/**
 * A selection of everything that is the same for everyone in a value to which a field led that promises so: down to the entities
 * in it, of which the id is enough. Of an entity itself, what its fields promise.
 */
export function selectionOfEveryone(schema: GraphQLSchema, typeName: string, marks: AudienceMarks): string {
  const selectionOf = (type: GraphQLNamedType, depth: number): string => {
    if (isLeafType(type)) return '';
    if (depth > 0 && marks.isEntity(type.name)) return ' { id }';
    if (isInterfaceType(type)) return ' { __typename id }';
    const fields = fieldsOfEveryone(type, marks, true)
      .filter(
        (field) =>
          !field.args.some((argument) => argument.type.toString().endsWith('!') && argument.defaultValue === undefined),
      )
      .map((field) => [field.name, getNamedType(field.type)] as const)
      .filter(([, named]) => depth < deepest || isLeafType(named))
      .map(([name, named]) => name + selectionOf(named, depth + 1));
    return fields.length === 0 ? ' { __typename }' : ` { ${fields.join(' ')} }`;
  };
  const type = schema.getType(typeName);
  if (type === undefined) throw new Error(`There is no type ${typeName}`);
  return selectionOf(type, 0);
}
