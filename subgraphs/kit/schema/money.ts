import { Directive, Field, ObjectType } from 'type-graphql';
import { Decimal } from './decimal.ts';

/** An amount with its currency. Plain objects of this form are what services return. */
@Directive('@shareable')
@ObjectType({ description: 'An exact amount of one currency.', simpleResolvers: true })
export class Money {
  @Field(() => Decimal, { description: 'The amount, exact.' })
  readonly amount!: string;

  @Field(() => String, { description: 'ISO 4217 code of the currency, e.g. "CNY".' })
  readonly currency!: string;
}
