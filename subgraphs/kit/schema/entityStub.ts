import { type ClassType, Directive, Field, ID, ObjectType } from 'type-graphql';
import { Node } from './node.ts';

/** What a resolver returns to point at an entity that another subgraph owns. */
export interface EntityReference {
  readonly id: string;
}

/**
 * The type that points at an entity of another subgraph: `export const Center = entityStub('Center');`, used as `@Field(() => Center)`,
 * resolved by `{ id }`. For an entity that this subgraph adds fields to, write a class of its own instead.
 */
export function entityStub(name: string, options: { readonly node?: boolean } = {}): ClassType<EntityReference> {
  @Directive('@key(fields: "id", resolvable: false)')
  @ObjectType(name, { simpleResolvers: true, ...(options.node === true ? { implements: Node } : {}) })
  class Stub {
    @Field(() => ID)
    readonly id!: string;
  }
  return Stub;
}
