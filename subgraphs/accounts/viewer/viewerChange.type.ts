import { Directive, Field, ObjectType } from 'type-graphql';
import { LiveEvent } from '../../kit/schema/liveEvent.ts';

/** Somebody is, or may do, something else than before. */
@Directive('@inaccessible')
@ObjectType({
  description:
    'A viewer changed: roles, memberships, identities or facts. Look them up again. Without an identity it may be any viewer.',
  implements: LiveEvent,
  simpleResolvers: true,
})
export class ViewerChanged extends LiveEvent {
  @Field(() => String, { nullable: true, description: 'The issuer of their tokens (`iss`); null for everybody.' })
  readonly issuer!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Whom the issuer means (`sub`); null for everybody.',
  })
  readonly subject!: string | null;
}
