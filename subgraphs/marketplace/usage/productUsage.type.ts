import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Decimal } from '../../kit/schema/decimal.ts';

/** How much a product was used. */
@ObjectType({ description: 'How much a product was used, by jobs of all projects.', simpleResolvers: true })
export class ProductUsage {
  @Field(() => Int, { description: 'Jobs that ran with it and ended in that time.' })
  readonly jobs!: number;

  @Field(() => Decimal, { description: 'Hours of processor cores that those jobs took.' })
  readonly coreHours!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'How many percent of those jobs succeeded, cancelled ones left out; null when there are none.',
  })
  readonly successPercent!: number | null;
}
