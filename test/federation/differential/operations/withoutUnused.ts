import { type DocumentNode, Kind, visit } from 'graphql';
import type { Operation } from './operation.ts';

/** The operation without the fragments and variables that nothing refers to. */
export function withoutUnused({ document, variables, faultSeed }: Operation): Operation {
  let used = document;
  for (;;) {
    const spreads = namesOf(used, Kind.FRAGMENT_SPREAD);
    const definitions = used.definitions.filter(
      (definition) => definition.kind !== Kind.FRAGMENT_DEFINITION || spreads.has(definition.name.value),
    );
    if (definitions.length === used.definitions.length) break;
    used = { ...used, definitions };
  }
  const names = namesOf(used, Kind.VARIABLE);
  return {
    document: {
      ...used,
      definitions: used.definitions.map((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION
          ? {
              ...definition,
              variableDefinitions: (definition.variableDefinitions ?? []).filter(({ variable }) =>
                names.has(variable.name.value),
              ),
            }
          : definition,
      ),
    },
    variables: Object.fromEntries(Object.entries(variables).filter(([name]) => names.has(name))),
    faultSeed,
  };
}

function namesOf(document: DocumentNode, kind: Kind.FRAGMENT_SPREAD | Kind.VARIABLE): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, {
    enter(node) {
      if (node.kind === Kind.VARIABLE_DEFINITION) return false;
      if (node.kind === kind && 'name' in node && node.name !== undefined) names.add(node.name.value);
      return undefined;
    },
  });
  return names;
}
