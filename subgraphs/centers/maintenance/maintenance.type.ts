import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Node } from '../../kit/schema/node.ts';

/** A time in which a center cannot be used. */
@ObjectType({
  description: 'A time in which a center, or a part of it, is not to be counted on.',
  implements: Node,
  simpleResolvers: true,
})
export class MaintenanceWindow {
  readonly id!: string;

  @Field(() => DateTime, { description: 'When it begins.' })
  readonly startsAt!: Date;

  @Field(() => DateTime, { description: 'When it is over.' })
  readonly endsAt!: Date;

  @Field(() => String, { description: 'What is done, for people.' })
  readonly reason!: string;
}
