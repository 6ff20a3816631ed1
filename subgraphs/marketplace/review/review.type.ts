import { Field, Float, Int, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Node } from '../../kit/schema/node.ts';

/** What a store answered to a review. */
@ObjectType({ description: 'What a store answered to a review.', simpleResolvers: true })
export class ReviewReply {
  @Field(() => String, { description: 'What it says.' })
  readonly text!: string;

  @Field(() => DateTime, { description: 'When it was written.' })
  readonly at!: Date;
}

/** What somebody thinks of a product. Author and reply are added by the resolver. */
@ObjectType({ description: 'What somebody thinks of a product.', implements: Node, simpleResolvers: true })
export class Review {
  readonly id!: string;

  @Field(() => Int, { description: 'From 1, bad, to 5, good.' })
  readonly stars!: number;

  @Field(() => String, { description: 'What it says.' })
  readonly text!: string;

  @Field(() => Boolean, { description: 'Whether the organization of the author had a licence when it was written.' })
  readonly verifiedPurchase!: boolean;

  @Field(() => DateTime, { description: 'When it was written.' })
  readonly createdAt!: Date;
}

export const ReviewConnection = connectionOf(Review, 'Review');

/** What reviews say together. */
@ObjectType({ description: 'What several reviews say together.', simpleResolvers: true })
export class Rating {
  @Field(() => Float, { nullable: true, description: 'The mean of their stars, 1 to 5; null when there are none.' })
  readonly average!: number | null;

  @Field(() => Int, { description: 'How many reviews there are.' })
  readonly count!: number;
}
