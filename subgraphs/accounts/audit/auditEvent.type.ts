import { Directive, Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Node } from '../../kit/schema/node.ts';

/** One thing that was done. Who did it is added by the resolver. */
@ObjectType({ description: 'One thing that was done, and by whom.', implements: Node, simpleResolvers: true })
export class AuditEvent {
  readonly id!: string;

  @Field(() => DateTime, { description: 'When it was done.' })
  readonly at!: Date;

  @Field(() => String, {
    description:
      'What was done, as a fixed word: JOB_SUBMITTED, JOB_CANCELLATION_REQUESTED, or JOB_ and the state that the job came to, e.g. JOB_SUCCEEDED.',
  })
  readonly action!: string;
}

export const AuditEventConnection = connectionOf(AuditEvent, 'AuditEvent');

/** The part of a job that is kept here; the job itself belongs to another subgraph. */
@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, simpleResolvers: true })
export class Job {
  readonly id!: string;
}
