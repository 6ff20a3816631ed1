import { Field, Float, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';

/** How fast a product was at a center. The center is added by the resolver. */
@ObjectType({ description: 'How fast a product was at a center.', simpleResolvers: true })
export class Benchmark {
  @Field(() => String, { description: 'What was computed, and on what.' })
  readonly name!: string;

  @Field(() => Float, { description: 'The result.' })
  readonly value!: number;

  @Field(() => String, { description: 'Unit of the result, e.g. "ns/day".' })
  readonly unit!: string;

  @Field(() => DateTime, { description: 'When it was measured.' })
  readonly measuredAt!: Date;

  @Field(() => Boolean, { description: 'True when it was not measured but simulated, and says nothing about the center.' })
  readonly simulated!: boolean;
}
