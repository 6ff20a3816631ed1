import { Directive, Field, ObjectType } from 'type-graphql';

/** An expected refusal of a mutation, as data. */
@Directive('@shareable')
@ObjectType({ description: 'Why a mutation was refused, and by which part of its input.', simpleResolvers: true })
export class UserError {
  @Field(() => String, { description: 'A fixed word that programs can act on, e.g. "IDEMPOTENCY_KEY_REUSED".' })
  readonly code!: string;

  @Field(() => String, { description: 'What was wrong and what to do, for people.' })
  readonly message!: string;

  @Field(() => [String], {
    description: 'Where in the arguments, e.g. ["input", "spec", "name"]; ["input"] when it is the whole of them.',
  })
  readonly path!: readonly string[];
}
