import { Field, ObjectType } from 'type-graphql';
import { Money } from '../../kit/schema/money.ts';
import { Node } from '../../kit/schema/node.ts';
import { BillingType, LicenceModel } from './plan.enum.ts';

/** One way to have a product. Its components are added by the resolver. */
@ObjectType({ description: 'One way to have a product, and what it costs.', implements: Node, simpleResolvers: true })
export class Plan {
  readonly id!: string;

  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => LicenceModel, { description: 'What one pays for.' })
  readonly licenceModel!: LicenceModel;

  @Field(() => Money, { description: 'What taking it costs, without what its components charge for use.' })
  readonly price!: Money;
}

/** A part of a plan that is charged by itself. */
@ObjectType({ description: 'A part of a plan that is charged by itself.', simpleResolvers: true })
export class PlanComponent {
  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => BillingType, { description: 'When it is charged.' })
  readonly billingType!: BillingType;

  @Field(() => String, { description: 'What is counted, e.g. "core-hour" or "month".' })
  readonly unit!: string;

  @Field(() => Money, { description: 'The price of one unit.' })
  readonly price!: Money;
}
