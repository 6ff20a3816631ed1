import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { nameIn } from '../../kit/names.ts';
import { type Connection, pageArguments } from '../../kit/pagination.ts';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import { Locale } from '../../kit/schema/locale.ts';
import type { MarketplaceContext } from '../context.ts';
import { afterSays, firstSays, mostOnAPage } from '../pageInput.ts';
import type { ProductRow } from '../product/product.row.ts';
import { ProductConnection } from '../product/product.type.ts';
import type { RatingValue } from '../review/review.row.ts';
import { Rating } from '../review/review.type.ts';
import { Organization } from '../stubs.type.ts';
import type { StoreRow } from './store.row.ts';
import { Store, StoreConnection } from './store.type.ts';

@Resolver(() => Store)
export class StoreResolver {
  @Query(() => Store, { nullable: true, description: 'A store by id; null when there is none.' })
  store(
    @Arg('id', () => ID, { description: 'Global id of the store.' }) id: string,
    @Ctx() { loaders }: MarketplaceContext,
  ): Promise<StoreRow | null> {
    return loaders.storeById.load(id);
  }

  @Query(() => StoreConnection, { description: 'All stores, those listed first at the beginning.' })
  stores(
    @Arg('first', () => Int, { nullable: true, description: firstSays }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true, description: afterSays }) after: string | null | undefined,
    @Ctx() { services }: MarketplaceContext,
  ): Promise<Connection<StoreRow>> {
    return services.stores.list({ first, after });
  }

  @FieldResolver(() => String, { description: 'Its name.' })
  name(
    @Root() store: StoreRow,
    @Arg('locale', () => Locale, { nullable: true, description: 'In which language; English when absent.' })
    locale: Locale | null | undefined,
  ): string {
    return nameIn(store, locale);
  }

  @FieldResolver(() => Organization, { description: 'The organization that sells there.' })
  owner(@Root() store: StoreRow): EntityReference {
    return { id: store.ownerId };
  }

  @FieldResolver(() => Rating, { description: 'What the reviews of all its products say together.' })
  async rating(@Root() store: StoreRow, @Ctx() { loaders }: MarketplaceContext): Promise<RatingValue> {
    return (await loaders.ratingByStore.load(store.id)) ?? { average: null, count: 0 };
  }

  @FieldResolver(() => ProductConnection, {
    description: 'Its published products, those listed first at the beginning.',
  })
  async products(
    @Root() store: StoreRow,
    @Arg('first', () => Int, { nullable: true, description: firstSays }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true, description: afterSays }) after: string | null | undefined,
    @Ctx() { loaders }: MarketplaceContext,
  ): Promise<Connection<ProductRow>> {
    return loaders.productsByStore(store.id, pageArguments({ first, after }, mostOnAPage));
  }
}
