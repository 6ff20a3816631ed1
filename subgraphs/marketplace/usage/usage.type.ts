import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Decimal } from '../../kit/schema/decimal.ts';

/** How much a product was used. */
@ObjectType({
  description: 'How much a product was used, by the jobs that ran it and have ended.',
  simpleResolvers: true,
})
export class ProductUsage {
  @Field(() => Int, { description: 'How many jobs ran it.' })
  readonly jobs!: number;

  @Field(() => Decimal, { description: 'The core-hours of those jobs.' })
  readonly coreHours!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'How many of 100 of those jobs ended well, to two decimals; null without jobs.',
  })
  readonly successPercent!: number | null;
}
