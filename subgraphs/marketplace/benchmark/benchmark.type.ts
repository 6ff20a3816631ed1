import { Field, Float, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';

/** How fast a product was at a center. The center is added by the resolver. */
@ObjectType({ description: 'How fast a product was at a center.', simpleResolvers: true })
export class Benchmark {
  @Field(() => String, { description: 'What was computed.' })
  readonly name!: string;

  @Field(() => Float, { description: 'How much of the unit.' })
  readonly value!: number;

  @Field(() => String, { description: 'In what it was measured, e.g. "ns/day".' })
  readonly unit!: string;

  @Field(() => DateTime, { description: 'When it was measured.' })
  readonly measuredAt!: Date;

  @Field(() => Boolean, { description: 'True when the value is simulated and nothing was measured.' })
  readonly simulated!: boolean;
}
