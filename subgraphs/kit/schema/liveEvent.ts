import { Field, Int, InterfaceType } from 'type-graphql';
import { Cursor } from './cursor.ts';
import { DateTime } from './dateTime.ts';
import { EventGap } from './eventGap.ts';

/**
 * What every event of a subscription carries. Event types say `implements: LiveEvent` and get these fields from it;
 * `live` in kit/log/live.ts fills them.
 */
@InterfaceType('LiveEvent', {
  description: 'What every event of a subscription carries.',
  // Without this, each subgraph would drag the event types of all others into its schema.
  autoRegisterImplementations: false,
})
export abstract class LiveEvent {
  @Field(() => Cursor, { description: 'The place of this event: send it as `after` to continue exactly after it.' })
  readonly cursor!: string;

  @Field(() => DateTime, { description: 'When it happened.' })
  readonly occurredAt!: Date;

  @Field(() => EventGap, {
    nullable: true,
    description:
      'Set when events before this one could not be given; this event then starts again from the present state.',
  })
  readonly gap!: EventGap | null;

  @Field(() => Int, {
    description:
      'How many older events of the same thing went up in this one, because you read slowly or asked for fewer.',
  })
  readonly merged!: number;
}
