import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { ProjectRole } from '../project/project.enum.ts';
import { PlatformRole } from '../user/user.enum.ts';

/** One project of a viewer. */
@Directive('@inaccessible')
@ObjectType({ description: 'A project of a viewer, for authorization.', simpleResolvers: true })
export class ViewerMembership {
  @Field(() => ID, { description: 'Global id of the project.' })
  readonly projectId!: string;

  @Field(() => ProjectRole, { description: 'What the viewer may do there.' })
  readonly role!: ProjectRole;
}

/** What the gateway must know of a person to act on their behalf. */
@Directive('@inaccessible')
@ObjectType({ description: 'Who somebody is and what they may do, for authorization.', simpleResolvers: true })
export class ViewerRecord {
  @Field(() => ID, { description: 'Global id of the person.' })
  readonly userId!: string;

  @Field(() => String, { description: 'The name that others see.' })
  readonly displayName!: string;

  @Field(() => [PlatformRole], { description: 'What the person may do on the whole platform.' })
  readonly platformRoles!: readonly PlatformRole[];

  @Field(() => [ViewerMembership], { description: 'The projects of the person.' })
  readonly memberships!: readonly ViewerMembership[];

  @Field(() => [ID], { description: 'Global ids of the organizations that the person belongs to.' })
  readonly organizationIds!: readonly string[];
}
