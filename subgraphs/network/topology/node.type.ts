import { Directive, Field, Float, ObjectType } from 'type-graphql';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Node } from '../../kit/schema/node.ts';

/** A node of the network. Its name is added by the resolver. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'A place where links of the network meet.', implements: Node, simpleResolvers: true })
export class NetworkNode {
  readonly id!: string;

  @VisibleTo('EVERYONE')
  @Field(() => String, { nullable: true, description: 'Its city; null when it has no fixed place.' })
  readonly city!: string | null;

  @VisibleTo('EVERYONE')
  @Field(() => Float, {
    nullable: true,
    description: 'Degrees north of the equator (WGS 84), of the city rather than of a building.',
  })
  readonly latitude!: number | null;

  @VisibleTo('EVERYONE')
  @Field(() => Float, {
    nullable: true,
    description: 'Degrees east of Greenwich (WGS 84), of the city rather than of a building.',
  })
  readonly longitude!: number | null;

  @VisibleTo('EVERYONE')
  @Field(() => Boolean, { description: 'False only for the machine that this runs on.' })
  readonly simulated!: boolean;
}
