import { type DocumentNode, type FieldNode, Kind, visit } from 'graphql';
import type { RenamedDocument } from './planNode.ts';
import type { KeysOf } from './responseShape.ts';

/** No field of a schema should begin like this. */
const prefix = '_weft_';

/**
 * The document with other response keys wherever a key is not simply the name of a field without arguments. What planners add for keys and `@requires` then
 * collides with nothing that the client asks for. Null when there is nothing to rename.
 */
export function renamedDocument(document: DocumentNode): RenamedDocument | null {
  const clientKeys = new Map<string, string>();
  const renamed = visit(document, {
    FragmentDefinition(fragment) {
      return fragment.typeCondition.name.value.startsWith('__') ? false : undefined;
    },
    Field: {
      enter({ name }) {
        return name.value === '__schema' || name.value === '__type' ? false : undefined;
      },
      leave(field) {
        const key = (field.alias ?? field.name).value;
        const renamedKey = keyInPlan(field);
        if (renamedKey === key) return undefined;
        clientKeys.set(renamedKey, key);
        return { ...field, alias: { kind: Kind.NAME, value: renamedKey } };
      },
    },
  });
  return clientKeys.size === 0 ? null : { document: renamed, clientKeys };
}

/** The response key of a field in a renamed document. */
function keyInPlan({ name, alias, arguments: given = [] }: FieldNode): string {
  const key = (alias ?? name).value;
  return key === name.value && given.length === 0 ? key : prefix + key;
}

/** Keys of the fields of the client's document in the data of a plan. */
export function dataKeysOf(renamed: RenamedDocument | null): KeysOf {
  if (renamed === null) return (_field, key) => ({ key, dataKey: key });
  return (field, key) => ({ key, dataKey: keyInPlan(field) });
}

/** Keys for the client of the fields of a plan's own selections. */
export function clientKeysOf(renamed: RenamedDocument | null): KeysOf {
  return (_field, dataKey) => ({ key: renamed?.clientKeys.get(dataKey) ?? dataKey, dataKey });
}
