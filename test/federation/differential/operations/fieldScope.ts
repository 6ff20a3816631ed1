import {
  type GraphQLNamedType,
  type GraphQLOutputType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** A field under a response key. */
export interface ClaimedField {
  readonly parent: GraphQLNamedType;
  readonly name: string;
  /** The printed arguments. */
  readonly args: string;
  readonly type: GraphQLOutputType;
}

interface Entry {
  readonly shape: string;
  readonly fields: ClaimedField[];
  readonly below: FieldScope;
}

/**
 * The response keys of one place of the response, whatever selection sets and fragments they come from. Only what can be merged is let in
 * (GraphQL specification, 5.3.2), so that operations are valid as they are made. Stricter than the specification in one point: below two
 * fields that exclude each other, keys are still taken to be of one scope.
 */
export class FieldScope {
  readonly #entries = new Map<string, Entry>();

  /** True when the field can stand under the key beside what is there. */
  admits(key: string, field: ClaimedField): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return true;
    return entry.shape === shapeOf(field.type) && entry.fields.every((other) => sameOrExclusive(other, field));
  }

  /** Takes the key for a field that is admitted; gives the scope of the fields below it. */
  claim(key: string, field: ClaimedField): FieldScope {
    const entry = this.#entries.get(key) ?? { shape: shapeOf(field.type), fields: [], below: new FieldScope() };
    this.#entries.set(key, entry);
    entry.fields.push(field);
    return entry.below;
  }

  /** The scope below a key, if it is taken. */
  below(key: string): FieldScope | undefined {
    return this.#entries.get(key)?.below;
  }

  /** The fields taken so far that are of this type, with their keys. */
  fieldsOf(parent: GraphQLNamedType): readonly (readonly [string, ClaimedField])[] {
    return [...this.#entries].flatMap(([key, { fields }]) =>
      fields.filter((field) => field.parent === parent).map((field) => [key, field] as const),
    );
  }
}

function sameOrExclusive(one: ClaimedField, other: ClaimedField): boolean {
  if (one.name === other.name && one.args === other.args) return true;
  return one.parent !== other.parent && isObjectType(one.parent) && isObjectType(other.parent);
}

function shapeOf(type: GraphQLOutputType): string {
  if (isNonNullType(type)) return `${shapeOf(type.ofType)}!`;
  if (isListType(type)) return `[${shapeOf(type.ofType)}]`;
  return isLeafType(type) ? type.name : '{}';
}
