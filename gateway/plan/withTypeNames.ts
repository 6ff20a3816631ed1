import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

const typeName: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * The document with `__typename` wherever the type of an object is not said by the schema: the response depends on it, also where the client does not ask
 * (fragments, and types that no client may see).
 */
export function withTypeNames(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const typeInfo = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(typeInfo, {
      SelectionSet(selectionSet) {
        if (!isAbstractType(typeInfo.getParentType()) || selectionSet.selections.some(hasItsKey)) return undefined;
        return { ...selectionSet, selections: [typeName, ...selectionSet.selections] };
      },
    }),
  );
}

function hasItsKey(selection: SelectionNode): boolean {
  return selection.kind === Kind.FIELD && (selection.alias ?? selection.name).value === '__typename';
}
