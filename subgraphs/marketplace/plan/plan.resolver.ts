import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { MarketplaceContext } from '../context.ts';
import type { ProductRow } from '../product/product.row.ts';
import { Product } from '../product/product.type.ts';
import type { PlanComponentRow, PlanRow } from './plan.row.ts';
import { Plan, PlanComponent } from './plan.type.ts';

@Resolver(() => Product)
export class ProductPlansResolver {
  @FieldResolver(() => [Plan], { description: 'The ways to have it, in the order of the store.' })
  plans(@Root() product: ProductRow, @Ctx() { loaders }: MarketplaceContext): Promise<readonly PlanRow[]> {
    return loaders.plansByProduct.load(product.id);
  }
}

@Resolver(() => Plan)
export class PlanResolver {
  @FieldResolver(() => [PlanComponent], { description: 'Its parts that are charged by themselves.' })
  components(@Root() plan: PlanRow, @Ctx() { loaders }: MarketplaceContext): Promise<readonly PlanComponentRow[]> {
    return loaders.componentsByPlan.load(plan.id);
  }
}
