import { Directive, Field, ObjectType } from 'type-graphql';
import { type EnumValue, graphqlEnum } from './graphqlEnum.ts';

/** Why a stream could not continue after the cursor it was given. */
export const EventGapReason = graphqlEnum('EventGapReason', 'Why events are missing before this one.', {
  EXPIRED: 'The cursor is older than the events that are kept.',
  EPOCH_CHANGED: 'The log was begun anew since, for instance restored from a backup.',
});
export type EventGapReason = EnumValue<typeof EventGapReason>;

/** Said on the first event after a cursor that could not be continued. */
@Directive('@shareable')
@ObjectType({ description: 'Says that events are missing before this one, and why.', simpleResolvers: true })
export class EventGap {
  @Field(() => EventGapReason, { description: 'Why they are missing.' })
  readonly reason!: EventGapReason;
}
