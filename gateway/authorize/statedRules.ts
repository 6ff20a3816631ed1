import type { CompositeType, FieldDefinition, NamedType, Schema } from '@apollo/federation-internals';
import { type AccessDirectives, accessDirectives } from './accessDirectives.ts';
import { type Requirement, requirementKey } from './requirement.ts';

/** What must be met, all of it. */
export type Requirements = ReadonlySet<Requirement>;

export const noRequirements: Requirements = new Set();

/** The requirements that a supergraph states at its types and fields, nothing inherited. */
export interface StatedRules {
  /** False when there is no requirement anywhere. */
  readonly any: boolean;
  readonly ofType: (type: NamedType) => Requirements;
  readonly ofField: (field: FieldDefinition<CompositeType>) => Requirements;
}

/** Reads the access directives of a supergraph. Throws when something in it could not be enforced, or is not as the specifications have it. */
export function statedRules(schema: Schema): StatedRules {
  const names = accessDirectives(schema);
  const interned = new Map<string, Requirement>();
  const stated = new Map<NamedType | FieldDefinition<CompositeType>, Requirements>();
  const read = (element: NamedType | FieldDefinition<CompositeType>): void => {
    const requirements = requirementsAt(element, names).map((requirement) => {
      const key = requirementKey(requirement);
      const before = interned.get(key) ?? requirement;
      interned.set(key, before);
      return before;
    });
    if (requirements.length > 0) stated.set(element, new Set(requirements));
  };
  if (Object.values(names).some((name) => name.size > 0)) {
    for (const type of schema.types()) {
      read(type);
      if (type.kind === 'ObjectType' || type.kind === 'InterfaceType') for (const field of type.fields()) read(field);
    }
  }
  return {
    any: stated.size > 0,
    ofType: (type) => stated.get(type) ?? noRequirements,
    ofField: (field) => stated.get(field) ?? noRequirements,
  };
}

function requirementsAt(element: NamedType | FieldDefinition<CompositeType>, names: AccessDirectives): Requirement[] {
  const at = element.kind === 'FieldDefinition' ? element.coordinate : element.name;
  return element.appliedDirectives.flatMap((directive): Requirement[] => {
    const { name } = directive;
    const given: Readonly<Record<string, unknown>> = directive.arguments();
    const where = `@${name} of ${at}`;
    if (names.authenticated.has(name)) return [{ kind: 'authenticated' }];
    if (names.requiresScopes.has(name)) return [{ kind: 'scopes', anyOf: listsOf(given['scopes'], where) }];
    if (names.policy.has(name)) return [{ kind: 'policies', anyOf: listsOf(given['policies'], where) }];
    return [];
  });
}

function listsOf(value: unknown, where: string): string[][] {
  if (!Array.isArray(value)) throw new Error(`The argument of ${where} is not a list.`);
  return value.map((inner: unknown) => {
    // A single name in place of a list is coerced to a list (GraphQL specification, 3.11).
    const names: unknown[] = Array.isArray(inner) ? inner : [inner];
    return names.map((name) => {
      if (typeof name === 'string') return name;
      throw new Error(`The argument of ${where} has something other than names in it.`);
    });
  });
}
