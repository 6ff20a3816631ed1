import { Directive, Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Node } from '../../kit/schema/node.ts';
import { TicketState } from './ticket.enum.ts';

/** A question or complaint. Read by the members of its project, by support and by administrators. */
@ObjectType({
  description: 'A question or complaint that somebody answers.',
  implements: Node,
  simpleResolvers: true,
})
export class Ticket {
  readonly id!: string;

  @Field(() => String, { description: 'What it is about, in one line.' })
  readonly title!: string;

  @Field(() => TicketState, { description: 'How far it has got.' })
  readonly state!: TicketState;

  @Field(() => DateTime, { description: 'When it was opened.' })
  readonly createdAt!: Date;
}

export const TicketConnection = connectionOf(Ticket, 'Ticket');

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
