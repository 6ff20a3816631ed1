import { Directive, Field, ObjectType } from 'type-graphql';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Node } from '../../kit/schema/node.ts';

/** A person. What is private about them is added by the resolver, which knows who asks. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'A person who uses the platform.', implements: Node, simpleResolvers: true })
export class User {
  readonly id!: string;

  @VisibleTo('EVERYONE')
  @Field(() => String, { description: 'The name that others see.' })
  readonly displayName!: string;
}
