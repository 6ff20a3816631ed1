import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type Connection, pageArguments } from '../../kit/pagination.ts';
import type { MarketplaceContext } from '../context.ts';
import type { LicenceRow } from '../licence/licence.row.ts';
import { Licence } from '../licence/licence.type.ts';
import type { PlanRow } from '../plan/plan.row.ts';
import { Plan } from '../plan/plan.type.ts';
import type { VersionRow } from '../version/version.row.ts';
import { ProductVersionConnection } from '../version/version.type.ts';
import type { ProductRow } from './product.row.ts';
import { Product } from './product.type.ts';

const mostVersions = 100;

/** What there is to get of a product. */
@Resolver(() => Product)
export class ProductOfferResolver {
  @FieldResolver(() => ProductVersionConnection, { description: 'Its versions, the newest first.' })
  async versions(
    @Root() product: ProductRow,
    @Arg('first', () => Int, { nullable: true, description: 'How many at most: from 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the item after which to begin.' })
    after: string | null,
    @Ctx() { loaders }: MarketplaceContext,
  ): Promise<Connection<VersionRow>> {
    return loaders.versionsByProduct(product.id, pageArguments({ first, after }, mostVersions));
  }

  @FieldResolver(() => [Plan], { description: 'The ways to get it, in the order that its store gave them.' })
  plans(@Root() product: ProductRow, @Ctx() { loaders }: MarketplaceContext): Promise<readonly PlanRow[]> {
    return loaders.plansByProduct.load(product.id);
  }

  @FieldResolver(() => Licence, {
    nullable: true,
    description:
      'Your licence for it, of several the one that lasts longest; null when you have none that is valid, or are not signed in.',
  })
  myLicence(@Root() product: ProductRow, @Ctx() { loaders }: MarketplaceContext): Promise<LicenceRow | null> {
    return loaders.licenceByProduct.load(product.id);
  }
}
