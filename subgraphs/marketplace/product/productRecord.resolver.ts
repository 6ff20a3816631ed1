import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type Connection, pageArguments } from '../../kit/pagination.ts';
import type { BenchmarkRow } from '../benchmark/benchmark.row.ts';
import { Benchmark } from '../benchmark/benchmark.type.ts';
import type { MarketplaceContext } from '../context.ts';
import type { ReviewRow } from '../review/review.row.ts';
import { Rating, ReviewConnection } from '../review/review.type.ts';
import type { Usage } from '../usage/usage.service.ts';
import { ProductUsage } from '../usage/usage.type.ts';
import type { ProductRow } from './product.row.ts';
import { Product } from './product.type.ts';

const mostReviews = 100;

/** What is known of a product from those who used it. */
@Resolver(() => Product)
export class ProductRecordResolver {
  @FieldResolver(() => ReviewConnection, { description: 'What its users say, the newest first.' })
  async reviews(
    @Root() product: ProductRow,
    @Arg('first', () => Int, { nullable: true, description: 'How many at most: from 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the item after which to begin.' })
    after: string | null,
    @Ctx() { loaders }: MarketplaceContext,
  ): Promise<Connection<ReviewRow>> {
    return loaders.reviewsByProduct(product.id, pageArguments({ first, after }, mostReviews));
  }

  @FieldResolver(() => Rating, { description: 'What its reviews come to.' })
  async rating(@Root() product: ProductRow, @Ctx() { loaders }: MarketplaceContext): Promise<Rating> {
    return (await loaders.ratingByProduct.load(product.id)) ?? { average: null, count: 0 };
  }

  @FieldResolver(() => ProductUsage, {
    description: 'How much it was used lately, by the jobs of all projects that ran it and have ended.',
  })
  usage(
    @Root() product: ProductRow,
    @Arg('lastDays', () => Int, {
      defaultValue: 30,
      description: 'Counts the jobs that ended in so many times 24 hours before now: from 1 to 366.',
    })
    lastDays: number,
    @Ctx() { loaders }: MarketplaceContext,
  ): Promise<Usage> {
    return loaders.usageByProduct(product.id, lastDays);
  }

  @FieldResolver(() => [Benchmark], { description: 'How fast it was at centers, by what was computed.' })
  benchmarks(@Root() product: ProductRow, @Ctx() { loaders }: MarketplaceContext): Promise<readonly BenchmarkRow[]> {
    return loaders.benchmarksByProduct.load(product.id);
  }
}
