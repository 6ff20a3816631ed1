import { Field, ObjectType } from 'type-graphql';
import { LiveEvent } from '../../kit/schema/liveEvent.ts';
import { Link } from '../topology/link.type.ts';

/** A link with its newest measurement. */
@ObjectType({
  description: 'A link was measured. Its state and its loads are those of this measurement and up to it.',
  implements: LiveEvent,
  simpleResolvers: true,
})
export class LinkTelemetryEvent {
  @Field(() => Link, { description: 'The link.' })
  readonly link!: Link;
}
