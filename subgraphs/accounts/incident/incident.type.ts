import { Directive, Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Node } from '../../kit/schema/node.ts';
import { Severity } from '../../kit/schema/severity.ts';
import { IncidentState } from './incident.enum.ts';

/** Something that went wrong at a center. */
@ObjectType({ description: 'Something that went wrong at a center.', implements: Node, simpleResolvers: true })
export class Incident {
  readonly id!: string;

  @Field(() => Severity, { description: 'How bad it is.' })
  readonly severity!: Severity;

  @Field(() => String, { description: 'What went wrong, in one line.' })
  readonly title!: string;

  @Field(() => IncidentState, { description: 'Whether it is over.' })
  readonly state!: IncidentState;

  @Field(() => DateTime, { description: 'When it began.' })
  readonly openedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was over; null while it goes on.' })
  readonly resolvedAt!: Date | null;
}

/** The part of a center that is kept here; the center itself belongs to another subgraph. */
@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, simpleResolvers: true })
export class Center {
  readonly id!: string;
}
