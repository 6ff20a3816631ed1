import { Field, Float, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Node } from '../../kit/schema/node.ts';

/** What reviews come to. */
@ObjectType({ description: 'What reviews come to.', simpleResolvers: true })
export class Rating {
  @Field(() => Float, { nullable: true, description: 'Mean of the stars, to two decimals; null without reviews.' })
  readonly average!: number | null;

  @Field(() => Int, { description: 'How many reviews there are.' })
  readonly count!: number;
}

/** The answer of a store to a review. */
@ObjectType({ description: 'The answer of the store to a review.', simpleResolvers: true })
export class ReviewReply {
  @Field(() => String, { description: 'What it says.' })
  readonly text!: string;

  @Field(() => DateTime, { description: 'When it was given.' })
  readonly at!: Date;
}

/** What a user says of a product. Author and reply are added by the resolver. */
@ObjectType({
  description: 'What a user says of a product; everyone may read it.',
  implements: Node,
  simpleResolvers: true,
})
export class Review {
  readonly id!: string;

  @Field(() => Int, { description: 'From 1 (bad) to 5 (good).' })
  readonly stars!: number;

  @Field(() => String, { description: 'What it says.' })
  readonly text!: string;

  @Field(() => Boolean, { description: 'Whether the author is known to have got the product here.' })
  readonly verifiedPurchase!: boolean;

  @Field(() => DateTime, { description: 'When it was written.' })
  readonly createdAt!: Date;
}

export const ReviewConnection = connectionOf(Review, 'Review');
