import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Money } from '../../kit/schema/money.ts';
import type { MarketplaceContext } from '../context.ts';
import type { PlanComponentRow, PlanRow } from './plan.row.ts';
import { Plan, PlanComponent } from './plan.type.ts';

/** What a plan leads to. */
@Resolver(() => Plan)
export class PlanResolver {
  @FieldResolver(() => Money, { description: 'What it costs at the beginning, before its components.' })
  price(@Root() { price, currency }: PlanRow): Money {
    return { amount: price, currency };
  }

  @FieldResolver(() => [PlanComponent], { description: 'What is charged beside its price; none when that is all.' })
  components(@Root() plan: PlanRow, @Ctx() { loaders }: MarketplaceContext): Promise<readonly PlanComponentRow[]> {
    return loaders.componentsByPlan.load(plan.id);
  }
}

/** What a part of a plan costs. */
@Resolver(() => PlanComponent)
export class PlanComponentResolver {
  @FieldResolver(() => Money, { description: 'What one unit of it costs.' })
  price(@Root() { price, currency }: PlanComponentRow): Money {
    return { amount: price, currency };
  }
}
