import { Field, InputType } from 'type-graphql';

/** Which tickets to list. */
@InputType({ description: 'Which tickets to list: those that fit every field that is given.' })
export class TicketFilterInput {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that still want an answer (true) or only the others (false).',
  })
  readonly open?: boolean | null;
}
