import { Directive, Field, ObjectType } from 'type-graphql';
import { Node } from '../../kit/schema/node.ts';
import { ProjectState } from './project.enum.ts';

/** A project. Known to its members, auditors and administrators only. */
@Directive('@key(fields: "id")')
@ObjectType({
  description: 'Work that several people share: its jobs, its data and its money belong to it.',
  implements: Node,
  simpleResolvers: true,
})
export class Project {
  readonly id!: string;

  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => ProjectState, { description: 'Whether it may use the platform.' })
  readonly state!: ProjectState;
}
