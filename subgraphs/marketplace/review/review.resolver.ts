import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type Connection, pageArguments } from '../../kit/pagination.ts';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import type { MarketplaceContext } from '../context.ts';
import { afterSays, firstSays, mostOnAPage } from '../pageInput.ts';
import type { ProductRow } from '../product/product.row.ts';
import { Product } from '../product/product.type.ts';
import { User } from '../stubs.type.ts';
import type { RatingValue, ReviewReplyValue, ReviewRow } from './review.row.ts';
import { Rating, Review, ReviewConnection, ReviewReply } from './review.type.ts';

@Resolver(() => Product)
export class ProductReviewsResolver {
  @FieldResolver(() => ReviewConnection, { description: 'What people think of it, newest first.' })
  async reviews(
    @Root() product: ProductRow,
    @Arg('first', () => Int, { nullable: true, description: firstSays }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true, description: afterSays }) after: string | null | undefined,
    @Ctx() { loaders }: MarketplaceContext,
  ): Promise<Connection<ReviewRow>> {
    return loaders.reviewsByProduct(product.id, pageArguments({ first, after }, mostOnAPage));
  }

  @FieldResolver(() => Rating, { description: 'What its reviews say together.' })
  async rating(@Root() product: ProductRow, @Ctx() { loaders }: MarketplaceContext): Promise<RatingValue> {
    return (await loaders.ratingByProduct.load(product.id)) ?? { average: null, count: 0 };
  }
}

@Resolver(() => Review)
export class ReviewResolver {
  @FieldResolver(() => User, { description: 'Who wrote it.' })
  author(@Root() review: ReviewRow): EntityReference {
    return { id: review.authorId };
  }

  @FieldResolver(() => ReviewReply, { nullable: true, description: 'What the store answered; null when it has not.' })
  reply(@Root() review: ReviewRow): ReviewReplyValue | null {
    const { replyText: text, replyAt: at } = review;
    return text === null || at === null ? null : { text, at };
  }
}
