import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import { Money } from '../../kit/schema/money.ts';
import { Charge } from '../charge/charge.type.ts';
import type { BillingContext } from '../context.ts';
import { Hold } from '../hold/hold.type.ts';
import { money } from '../money.ts';
import { BilledJob } from './billedJob.type.ts';

/** What billing adds to a job. */
@Resolver(() => BilledJob)
export class BilledJobResolver {
  @FieldResolver(() => Hold, {
    nullable: true,
    description:
      'What is set aside for it; null while billing has not heard of the job, and for those who may not see it.',
  })
  async hold(@Root() { id }: EntityReference, @Ctx() { jobs }: BillingContext) {
    const hold = await jobs.hold(id);
    return hold === null ? null : { ...hold, amount: money(hold.amount, hold.currency) };
  }

  @FieldResolver(() => [Charge], { description: 'What it owes; empty until it has ended.' })
  async charges(@Root() { id }: EntityReference, @Ctx() { jobs }: BillingContext) {
    const charges = await jobs.charges(id);
    return charges.map((charge) => ({ ...charge, amount: money(charge.amount, charge.currency), invoiceLine: null }));
  }

  @FieldResolver(() => Money, { nullable: true, description: 'The most that it may cost; null while it is not known.' })
  async estimatedCost(@Root() { id }: EntityReference, @Ctx() { jobs }: BillingContext) {
    const most = await jobs.most(id);
    return most === null ? null : money(most.amount, most.currency);
  }
}
