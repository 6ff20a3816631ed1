import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { nameIn } from '../../kit/names.ts';
import type { Connection } from '../../kit/pagination.ts';
import { Locale } from '../../kit/schema/locale.ts';
import type { MarketplaceContext } from '../context.ts';
import type { StoreRow } from '../store/store.row.ts';
import { Store } from '../store/store.type.ts';
import type { ProductRow } from './product.row.ts';
import { Product, ProductConnection } from './product.type.ts';

/** The products, and what each says of itself. */
@Resolver(() => Product)
export class ProductResolver {
  @Query(() => ProductConnection, {
    description:
      'The products of all stores, in the order in which they were listed. Those not published yet are seen by the owners of their store only.',
  })
  products(
    @Arg('first', () => Int, { nullable: true, description: 'How many at most: from 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the item after which to begin.' })
    after: string | null,
    @Ctx() context: MarketplaceContext,
  ): Promise<Connection<ProductRow>> {
    return context.products.list({ first, after });
  }

  @Query(() => Product, {
    nullable: true,
    description: 'The product with this slug; a NOT_FOUND error when there is none, or when you may not see it.',
  })
  product(
    @Arg('slug', () => String, { description: 'Its short fixed name, e.g. "gromacs".' }) slug: string,
    @Ctx() context: MarketplaceContext,
  ): Promise<ProductRow> {
    return context.products.bySlug(slug);
  }

  @FieldResolver(() => String, { description: 'Its name.' })
  name(
    @Root() product: ProductRow,
    @Arg('locale', () => Locale, { nullable: true, description: 'In which language; English when absent.' })
    locale: Locale | null,
  ): string {
    return nameIn(product, locale);
  }

  @FieldResolver(() => String, { description: 'What it is for, in a sentence.' })
  summary(
    @Root() { summaryZh, summaryEn }: ProductRow,
    @Arg('locale', () => Locale, { nullable: true, description: 'In which language; English when absent.' })
    locale: Locale | null,
  ): string {
    return nameIn({ nameZh: summaryZh, nameEn: summaryEn }, locale);
  }

  @FieldResolver(() => Store, { description: 'The store that offers it.' })
  store(@Root() product: ProductRow, @Ctx() { loaders }: MarketplaceContext): Promise<StoreRow | null> {
    return loaders.storeById.load(product.storeId);
  }
}
