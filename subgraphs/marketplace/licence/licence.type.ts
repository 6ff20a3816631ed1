import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Node } from '../../kit/schema/node.ts';

/** The right to use a product. */
@ObjectType({ description: 'The right to use a product.', implements: Node, simpleResolvers: true })
export class Licence {
  readonly id!: string;

  @Field(() => Int, { nullable: true, description: 'How many may use it at a time; null when it counts no seats.' })
  readonly seatsTotal!: number | null;

  @Field(() => Int, { nullable: true, description: 'How many seats are not in use; null when it counts none.' })
  readonly seatsFree!: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ends; null when it never does.' })
  readonly validTo!: Date | null;
}
