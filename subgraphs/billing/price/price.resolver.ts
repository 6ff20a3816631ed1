import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Charge } from '../charge/charge.type.ts';
import type { ChargeRow } from '../charge/chargeRow.ts';
import type { BillingContext } from '../context.ts';
import { money } from '../money.ts';
import { PricedPartition, PriceRule } from './priceRule.type.ts';
import type { PriceRuleRow } from './priceRuleRow.ts';

const shown = (rule: PriceRuleRow) => ({ ...rule, price: money(rule.amount, rule.currency) });

/** What billing adds to a partition. */
@Resolver(() => PricedPartition)
export class PricedPartitionResolver {
  @VisibleTo('EVERYONE')
  @FieldResolver(() => [PriceRule], { description: 'What jobs there cost, by the prices that are valid now.' })
  async priceRules(@Root() { id }: EntityReference, @Ctx() { loaders }: BillingContext) {
    return (await loaders.priceRules.load(id)).map(shown);
  }
}

/** By which price a charge was made. */
@Resolver(() => Charge)
export class ChargeResolver {
  @FieldResolver(() => PriceRule, { description: 'The price that was valid when the job was submitted.' })
  async priceRule(@Root() { priceRuleId }: ChargeRow, @Ctx() { loaders }: BillingContext) {
    const rule = await loaders.priceRule.load(priceRuleId);
    if (rule === null) throw new Error(`The price ${priceRuleId} of a charge is gone.`);
    return shown(rule);
  }
}
