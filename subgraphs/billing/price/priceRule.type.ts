import { Directive, Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Money } from '../../kit/schema/money.ts';
import { Node } from '../../kit/schema/node.ts';
import { PriceUnit } from './price.enum.ts';

/** One price of a partition. */
@ObjectType({
  description: 'A price of a partition. It is never edited: another price is another rule.',
  implements: Node,
  simpleResolvers: true,
})
export class PriceRule {
  readonly id!: string;

  @Field(() => PriceUnit, { description: 'What it is for.' })
  readonly unit!: PriceUnit;

  @Field(() => Money, { description: 'The price of one unit.' })
  readonly price!: Money;

  @Field(() => DateTime, { description: 'From when on it is valid.' })
  readonly validFrom!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Until when, exclusive; null while it is valid.' })
  readonly validTo!: Date | null;

  @Field(() => Boolean, { description: 'True when nobody asked for this price: it is part of the simulation.' })
  readonly simulated!: boolean;
}

/** A partition, as far as prices go. */
@Directive('@key(fields: "id")')
@ObjectType('Partition', { implements: Node, simpleResolvers: true })
export class PricedPartition {
  readonly id!: string;
}
