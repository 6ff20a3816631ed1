import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  parse,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

const typeName: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * The document with `__typename` wherever the type of an object is not said by the schema: the response depends on it, also where the client does not ask
 * (fragments, and types that no client may see). Not for interfaces that are an object in some subgraph: which type it is would be one more thing to fetch.
 */
export function withTypeNames(
  document: DocumentNode,
  schema: GraphQLSchema,
  except: ReadonlySet<string>,
): DocumentNode {
  const typeInfo = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(typeInfo, {
      SelectionSet(selectionSet) {
        const type = typeInfo.getParentType();
        if (!isAbstractType(type) || except.has(type.name) || selectionSet.selections.some(hasItsKey)) return undefined;
        return { ...selectionSet, selections: [typeName, ...selectionSet.selections] };
      },
    }),
  );
}

/** Interfaces that are an object in some subgraph (`@interfaceObject`). */
export function interfaceObjects(supergraphSdl: string): ReadonlySet<string> {
  const interfaces = parse(supergraphSdl, { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION && definition.directives?.some(isOfObject) === true
      ? [definition.name.value]
      : [],
  );
  return new Set(interfaces);
}

function isOfObject({ arguments: given = [] }: ConstDirectiveNode): boolean {
  return given.some(
    ({ name, value }) => name.value === 'isInterfaceObject' && value.kind === Kind.BOOLEAN && value.value,
  );
}

function hasItsKey(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && (selection.alias ?? selection.name).value === '__typename';
}
