import { type DocumentNode, Kind, visit } from 'graphql';
import type { RenamedDocument } from './planNode.ts';

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
        const { name, alias } = field;
        const key = (alias ?? name).value;
        if (key === name.value && (field.arguments ?? []).length === 0) return undefined;
        clientKeys.set(prefix + key, key);
        return { ...field, alias: { kind: Kind.NAME, value: prefix + key } };
      },
    },
  });
  return clientKeys.size === 0 ? null : { document: renamed, clientKeys };
}
