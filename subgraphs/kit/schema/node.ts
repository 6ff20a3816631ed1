import { Field, ID, InterfaceType } from 'type-graphql';

/** Whatever has a global id. Entity types say `implements: Node` and get their `id` from it. */
@InterfaceType('Node', {
  description: 'Whatever has a global id.',
  // Without this, each subgraph would drag the types of all others into its schema.
  autoRegisterImplementations: false,
})
export abstract class Node {
  @Field(() => ID, { description: 'Global id; opaque, unique over the whole graph.' })
  readonly id!: string;
}
