import { Field, ObjectType } from 'type-graphql';
import { LiveEvent } from '../../kit/schema/liveEvent.ts';
import { CenterStatusCauseKind } from '../center/center.enum.ts';

/** Why a status event is there. */
@ObjectType({ description: 'Why a status event is there.', simpleResolvers: true })
export class CenterStatusCause {
  @Field(() => CenterStatusCauseKind, { description: 'What kind of thing happened.' })
  readonly kind!: CenterStatusCauseKind;

  @Field(() => String, { description: 'What happened, for people.' })
  readonly message!: string;
}

/** The state of one center. The center is added by the resolver. */
@ObjectType({
  description: 'The state of one center, at the beginning of a stream or after a change.',
  implements: LiveEvent,
  simpleResolvers: true,
})
export class CenterStatusEvent extends LiveEvent {
  @Field(() => CenterStatusCause, { description: 'Why this event is there.' })
  readonly cause!: CenterStatusCause;
}
