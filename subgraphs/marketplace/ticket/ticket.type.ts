import { Directive, Field, InputType, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Node } from '../../kit/schema/node.ts';
import { TicketState } from './ticket.enum.ts';

/** A request for help. */
@ObjectType({
  description: 'A request for help, seen by the members of its project.',
  implements: Node,
  simpleResolvers: true,
})
export class Ticket {
  readonly id!: string;

  @Field(() => String, { description: 'What it is about, in one line.' })
  readonly title!: string;

  @Field(() => TicketState, { description: 'How far it is.' })
  readonly state!: TicketState;

  @Field(() => DateTime, { description: 'When it was opened.' })
  readonly createdAt!: Date;
}

export const TicketConnection = connectionOf(Ticket, 'Ticket');

/** Which tickets to list. */
@InputType({ description: 'Which tickets to list: those that fit every field that is given.' })
export class TicketFilterInput {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those with which something is still to be done (true) or only the others (false).',
  })
  readonly open?: boolean | null;
}

/** The part of a project that is kept here; the project itself belongs to another subgraph. */
@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, simpleResolvers: true })
export class Project {
  readonly id!: string;
}

/** The part of a job that is kept here; the job itself belongs to another subgraph. */
@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, simpleResolvers: true })
export class Job {
  readonly id!: string;
}
