import { Field, ID, InterfaceType } from 'type-graphql';
import { VisibleTo } from './liveDirectives.ts';

/** Whatever has a global id. Entity types say `implements: Node` and get their `id` from it. */
@InterfaceType('Node', {
  description: 'Whatever has a global id.',
  // Without this, each subgraph would drag the types of all others into its schema.
  autoRegisterImplementations: false,
})
export abstract class Node {
  @VisibleTo('EVERYONE')
  @Field(() => ID, { description: 'Global id; opaque, unique over the whole graph.' })
  readonly id!: string;
}
