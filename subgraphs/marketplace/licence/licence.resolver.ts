import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { MarketplaceContext } from '../context.ts';
import type { ProductRow } from '../product/product.row.ts';
import { Product } from '../product/product.type.ts';
import type { LicenceRow } from './licence.row.ts';
import { Licence } from './licence.type.ts';

@Resolver(() => Product)
export class ProductLicenceResolver {
  @FieldResolver(() => Licence, {
    nullable: true,
    description:
      'The licence of your organization, the one that lasts longest when there are several; null when it has none, or when you have not signed in.',
  })
  myLicence(@Root() product: ProductRow, @Ctx() { loaders }: MarketplaceContext): Promise<LicenceRow | null> {
    return loaders.licenceByProduct.load(product.id);
  }
}
