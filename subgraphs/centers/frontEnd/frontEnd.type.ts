import { Field, ObjectType } from 'type-graphql';
import { Node } from '../../kit/schema/node.ts';

/** A machine between a center and the network. */
@ObjectType({
  description:
    'A machine that a center puts between itself and the network, for the transfer, sharing and safety of data.',
  implements: Node,
  simpleResolvers: true,
})
export class FrontEnd {
  readonly id!: string;

  @Field(() => String, { description: 'Its name at the center.' })
  readonly name!: string;
}
