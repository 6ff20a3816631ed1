import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Node } from '../../kit/schema/node.ts';

/** The right of an organization to use a product. */
@ObjectType({
  description: 'The right of the people of an organization to use a product.',
  implements: Node,
  simpleResolvers: true,
})
export class Licence {
  readonly id!: string;

  @Field(() => Int, { nullable: true, description: 'How many may use it; null when any number may.' })
  readonly seatsTotal!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many more may use it; null when any number may.' })
  readonly seatsFree!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ends, exclusive; null when it does not.' })
  readonly validTo!: Date | null;
}
