import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Decimal } from '../../kit/schema/decimal.ts';
import { Money } from '../../kit/schema/money.ts';
import { Node } from '../../kit/schema/node.ts';
import { PriceUnit } from '../price/price.enum.ts';
import { PriceRule } from '../price/priceRule.type.ts';
import { InvoiceLine } from './invoice.type.ts';

/** What a job owes by one price. */
@ObjectType({ description: 'What a job owes by one price.', implements: Node, simpleResolvers: true })
export class Charge {
  readonly id!: string;

  @Field(() => Money, { description: 'The amount, rounded half up to eight decimals.' })
  readonly amount!: Money;

  @Field(() => Decimal, { description: 'How many units were used.' })
  readonly quantity!: string;

  @Field(() => PriceUnit, { description: 'The unit of the quantity.' })
  readonly unit!: PriceUnit;

  @Field(() => PriceRule, { description: 'The price that was valid when the job was submitted.' })
  readonly priceRule!: PriceRule;

  @Field(() => DateTime, { description: 'When the job ended.' })
  readonly at!: Date;

  @Field(() => InvoiceLine, {
    nullable: true,
    description: 'The line of the invoice that bills it; null before it is invoiced.',
  })
  readonly invoiceLine!: InvoiceLine | null;
}
