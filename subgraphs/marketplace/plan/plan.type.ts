import { Field, ObjectType } from 'type-graphql';
import { Node } from '../../kit/schema/node.ts';
import { BillingType, LicenceModel } from './plan.enum.ts';

/** A part of a plan. Its price is added by the resolver. */
@ObjectType({ description: 'A part of a plan that is charged by itself.', simpleResolvers: true })
export class PlanComponent {
  @Field(() => String, { description: 'What it is.' })
  readonly name!: string;

  @Field(() => BillingType, { description: 'How it is charged.' })
  readonly billingType!: BillingType;

  @Field(() => String, { description: 'What one of it is, e.g. "core-hour", "seat", "month".' })
  readonly unit!: string;
}

/** A way to get a product. Its price and components are added by the resolver. */
@ObjectType({ description: 'A way to get a product, and what it costs.', implements: Node, simpleResolvers: true })
export class Plan {
  readonly id!: string;

  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => LicenceModel, { description: 'What its licence counts.' })
  readonly licenceModel!: LicenceModel;
}
