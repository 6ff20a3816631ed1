import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { MarketplaceContext } from '../context.ts';
import type { ProductRow } from '../product/product.row.ts';
import { Product } from '../product/product.type.ts';
import type { ProductUsageValue } from './productUsage.row.ts';
import { productUsage } from './productUsage.service.ts';
import { ProductUsage } from './productUsage.type.ts';

@Resolver(() => Product)
export class ProductUsageResolver {
  @FieldResolver(() => ProductUsage, { description: 'How much it was used lately.' })
  usage(
    @Root() product: ProductRow,
    @Arg('lastDays', () => Int, { defaultValue: 30, description: 'Of how many days until now, 1 to 366.' })
    lastDays: number,
    @Ctx() { loaders }: MarketplaceContext,
  ): Promise<ProductUsageValue> {
    return productUsage(product.id, lastDays, loaders);
  }
}
