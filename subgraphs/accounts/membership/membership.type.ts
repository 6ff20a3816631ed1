import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Node } from '../../kit/schema/node.ts';
import { ProjectRole } from '../project/project.enum.ts';

/** A person's place in a project. Both ends are added by the resolver. */
@ObjectType({ description: 'The place of a person in a project.', implements: Node, simpleResolvers: true })
export class Membership {
  readonly id!: string;

  @Field(() => ProjectRole, { description: 'What the person may do there.' })
  readonly role!: ProjectRole;

  @Field(() => DateTime, { description: 'Since when.' })
  readonly since!: Date;
}
