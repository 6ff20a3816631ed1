import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { nameIn } from '../../kit/names.ts';
import type { Connection } from '../../kit/pagination.ts';
import { Locale } from '../../kit/schema/locale.ts';
import type { MarketplaceContext } from '../context.ts';
import { afterSays, firstSays } from '../pageInput.ts';
import type { StoreRow } from '../store/store.row.ts';
import { Store } from '../store/store.type.ts';
import type { ProductRow } from './product.row.ts';
import { ifVisible } from './product.service.ts';
import { Product, ProductConnection } from './product.type.ts';

const localeSays = 'In which language; English when absent.';

@Resolver(() => Product)
export class ProductResolver {
  @Query(() => Product, {
    nullable: true,
    description: 'A product by its short name; null when there is none, or when its store has not published it.',
  })
  async product(
    @Arg('slug', () => String, { description: 'Short fixed name, e.g. "gromacs".' }) slug: string,
    @Ctx() context: MarketplaceContext,
  ): Promise<ProductRow | null> {
    return ifVisible(await context.loaders.productBySlug.load(slug), context);
  }

  @Query(() => ProductConnection, { description: 'All published products, those listed first at the beginning.' })
  products(
    @Arg('first', () => Int, { nullable: true, description: firstSays }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true, description: afterSays }) after: string | null | undefined,
    @Ctx() { services }: MarketplaceContext,
  ): Promise<Connection<ProductRow>> {
    return services.products.list({ first, after });
  }

  @FieldResolver(() => String, { description: 'Its name.' })
  name(
    @Root() product: ProductRow,
    @Arg('locale', () => Locale, { nullable: true, description: localeSays }) locale: Locale | null | undefined,
  ): string {
    return nameIn(product, locale);
  }

  @FieldResolver(() => String, { description: 'What it is for, in a sentence or two.' })
  summary(
    @Root() product: ProductRow,
    @Arg('locale', () => Locale, { nullable: true, description: localeSays }) locale: Locale | null | undefined,
  ): string {
    return nameIn({ nameZh: product.summaryZh, nameEn: product.summaryEn }, locale);
  }

  @FieldResolver(() => Store, { description: 'The store that offers it.' })
  store(@Root() product: ProductRow, @Ctx() { loaders }: MarketplaceContext): Promise<StoreRow | null> {
    return loaders.storeById.load(product.storeId);
  }
}
