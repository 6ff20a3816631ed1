import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { nameIn } from '../../kit/names.ts';
import { type Connection, pageArguments } from '../../kit/pagination.ts';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import { Locale } from '../../kit/schema/locale.ts';
import type { MarketplaceContext } from '../context.ts';
import { Organization } from '../elsewhere.type.ts';
import type { ProductRow } from '../product/product.row.ts';
import { ProductConnection } from '../product/product.type.ts';
import { Rating } from '../review/review.type.ts';
import type { StoreRow } from './store.row.ts';
import { Store, StoreConnection } from './store.type.ts';

const mostProducts = 100;

/** The stores, and what each leads to. */
@Resolver(() => Store)
export class StoreResolver {
  @Query(() => StoreConnection, { description: 'The stores, in the order in which they were listed.' })
  stores(
    @Arg('first', () => Int, { nullable: true, description: 'How many at most: from 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the item after which to begin.' })
    after: string | null,
    @Ctx() context: MarketplaceContext,
  ): Promise<Connection<StoreRow>> {
    return context.stores.list({ first, after });
  }

  @Query(() => Store, { nullable: true, description: 'The store with this id; a NOT_FOUND error when there is none.' })
  store(
    @Arg('id', () => ID, { description: 'Global id of the store.' }) id: string,
    @Ctx() context: MarketplaceContext,
  ): Promise<StoreRow> {
    return context.stores.byId(id, context.loaders);
  }

  @FieldResolver(() => String, { description: 'Its name.' })
  name(
    @Root() store: StoreRow,
    @Arg('locale', () => Locale, { nullable: true, description: 'In which language; English when absent.' })
    locale: Locale | null,
  ): string {
    return nameIn(store, locale);
  }

  @FieldResolver(() => Organization, { description: 'The organization that runs it.' })
  owner(@Root() store: StoreRow): EntityReference {
    return { id: store.ownerId };
  }

  @FieldResolver(() => Rating, { description: 'What the reviews of all its products come to.' })
  async rating(@Root() store: StoreRow, @Ctx() { loaders }: MarketplaceContext): Promise<Rating> {
    return (await loaders.ratingByStore.load(store.id)) ?? { average: null, count: 0 };
  }

  @FieldResolver(() => ProductConnection, {
    description:
      'Its products, in the order in which they were listed. Those not published yet are seen by its owners only.',
  })
  async products(
    @Root() store: StoreRow,
    @Arg('first', () => Int, { nullable: true, description: 'How many at most: from 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the item after which to begin.' })
    after: string | null,
    @Ctx() { loaders }: MarketplaceContext,
  ): Promise<Connection<ProductRow>> {
    return loaders.productsByStore(store.id, pageArguments({ first, after }, mostProducts));
  }
}
