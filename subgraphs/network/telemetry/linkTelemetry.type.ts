import { Field, ObjectType } from 'type-graphql';
import { LiveEvent } from '../../kit/schema/liveEvent.ts';
import { Link } from '../topology/link.type.ts';

/** A link with its newest measurement. */
@ObjectType({
  description: 'A link was measured. Loads of the link are those up to this measurement.',
  implements: LiveEvent,
  simpleResolvers: true,
})
export class LinkTelemetryEvent {
  @Field(() => Link, { description: 'The link.' })
  readonly link!: Link;
}
