import { baseType, type CompositeType, type FieldDefinition, type Schema } from '@apollo/federation-internals';
import { isImplied } from './implied.ts';
import { requiredElements } from './requiredElements.ts';
import type { Requirement } from './requirement.ts';
import { noRequirements, type Requirements, type StatedRules, statedRules } from './statedRules.ts';

type Field = FieldDefinition<CompositeType>;

/** Who may see what in one supergraph, by the names of types and fields. */
export interface AccessRules {
  /** What a field that returns the type, or a fragment on it, must meet. */
  ofType(typeName: string): Requirements;
  /** What a field must meet that is selected on this very type: by itself, by what it returns, and by all that it is computed from. */
  ofField(typeName: string, fieldName: string): Requirements;
}

/**
 * The rules of @authenticated, @requiresScopes and @policy; null when the supergraph has none. Throws when something in it that is there for
 * security could not be enforced.
 *
 * The composer gives an interface all that its implementers require. Supergraphs of older composers state rules at interfaces that no implementer
 * repeats: such a rule holds for every implementer, so that a fragment on one is no way around it.
 */
export function accessRules(schema: Schema): AccessRules | null {
  const stated = statedRules(schema);
  if (!stated.any) return null;
  const own = withInherited(schema, stated);
  const types = new Map(schema.allTypes().map((type) => [type.name, own.ofType(type)]));
  const fields = new Map<string, Requirements>();
  const dependencies = requiredElements(schema);
  for (const type of [...schema.objectTypes(), ...schema.interfaceTypes()]) {
    for (const field of type.fields() as readonly Field[]) {
      const all = new Set(own.ofField(field));
      if (field.type !== undefined) add(all, own.ofType(baseType(field.type)));
      for (const element of dependencies(field)) {
        add(all, element.kind === 'FieldDefinition' ? own.ofField(element) : own.ofType(element));
      }
      if (all.size > 0) fields.set(field.coordinate, all);
    }
  }
  return {
    ofType: (typeName) => types.get(typeName) ?? noRequirements,
    ofField: (typeName, fieldName) => fields.get(`${typeName}.${fieldName}`) ?? noRequirements,
  };
}

function add(all: Set<Requirement>, some: Requirements): void {
  for (const requirement of some) all.add(requirement);
}

/** The rules with those of interfaces that do not come from their implementers. */
function withInherited(schema: Schema, stated: StatedRules): Pick<StatedRules, 'ofType' | 'ofField'> {
  const ofType = withAbstract(stated.ofType);
  const ofField = withAbstract(stated.ofField);
  for (const type of schema.interfaceTypes()) {
    const implementers = type.allImplementations();
    ofType.inherit(type, implementers);
    for (const field of type.fields() as readonly Field[]) {
      ofField.inherit(
        field,
        implementers.flatMap((implementer) => (implementer.field(field.name) as Field | undefined) ?? []),
      );
    }
  }
  return { ofType: ofType.of, ofField: ofField.of };
}

function withAbstract<T>(stated: (element: T) => Requirements): {
  readonly of: (element: T) => Requirements;
  readonly inherit: (abstract: T, implementers: readonly T[]) => void;
} {
  const inherited = new Map<T, Set<Requirement>>();
  return {
    of(element) {
      const more = inherited.get(element);
      return more === undefined ? stated(element) : new Set([...stated(element), ...more]);
    },
    inherit(abstract, implementers) {
      const theirs = new Set(implementers.flatMap((implementer) => [...stated(implementer)]));
      const notTheirs = [...stated(abstract)].filter((requirement) => !isImplied(requirement, theirs));
      if (notTheirs.length === 0) return;
      for (const implementer of implementers) {
        inherited.set(implementer, new Set([...(inherited.get(implementer) ?? []), ...notTheirs]));
      }
    },
  };
}
