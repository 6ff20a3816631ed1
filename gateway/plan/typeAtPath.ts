import {
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  getNamedType,
  isCompositeType,
  isUnionType,
  Kind,
  type SelectionNode,
} from 'graphql';
import type { ShownOperation } from './responseOf.ts';

/** A selection set with the type that it stands on. */
interface Selected {
  readonly type: GraphQLCompositeType;
  readonly selections: readonly SelectionNode[];
}

/** The type of what an operation selects at a path of response keys and `... on Type` steps. Throws for a path that it does not have. */
export function typeAtPath(
  { schema, document, operation }: ShownOperation,
  path: readonly string[],
): GraphQLCompositeType {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const composite = (name: string): GraphQLCompositeType => {
    const type = schema.getType(name);
    if (isCompositeType(type)) return type;
    throw new Error(`The schema has no type ${name} with fields`);
  };

  /** Everything below the fields with that key, fragments included. */
  const below = (selected: readonly Selected[], key: string): Selected[] =>
    selected.flatMap(({ type, selections }) =>
      selections.flatMap((selection): readonly Selected[] => {
        if (selection.kind === Kind.FIELD) {
          if ((selection.alias ?? selection.name).value !== key || isUnionType(type)) return [];
          const field = type.getFields()[selection.name.value];
          const named = field === undefined ? undefined : getNamedType(field.type);
          return isCompositeType(named) ? [{ type: named, selections: selection.selectionSet?.selections ?? [] }] : [];
        }
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        const inner = fragment?.typeCondition === undefined ? type : composite(fragment.typeCondition.name.value);
        return below([{ type: inner, selections: fragment?.selectionSet.selections ?? [] }], key);
      }),
    );

  const rootType = schema.getRootType(operation.operation);
  if (rootType === undefined || rootType === null) throw new Error(`The schema has no ${operation.operation} type`);
  let at: Selected[] = [{ type: rootType, selections: operation.selectionSet.selections }];
  for (const step of path) {
    if (step.startsWith('... on ')) {
      const type = composite(step.slice('... on '.length));
      at = at.map(({ selections }) => ({ type, selections }));
    } else if (step !== '@') at = below(at, step);
  }
  const [first] = at;
  if (first === undefined) throw new Error(`The operation selects nothing at ${path.join('.')}`);
  return first.type;
}
