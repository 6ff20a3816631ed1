import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Money } from '../../kit/schema/money.ts';
import { Node } from '../../kit/schema/node.ts';
import { HoldState } from './hold.enum.ts';

/** What is set aside for one job. */
@ObjectType({
  description: 'Money set aside for a job: the most that it may cost.',
  implements: Node,
  simpleResolvers: true,
})
export class Hold {
  readonly id!: string;

  @Field(() => HoldState, { description: 'What became of it.' })
  readonly state!: HoldState;

  @Field(() => Money, { description: 'How much was, or should have been, set aside.' })
  readonly amount!: Money;

  @Field(() => DateTime, { description: 'When the job was submitted.' })
  readonly placedAt!: Date;
}
