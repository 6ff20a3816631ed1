import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { AccountsContext } from '../context.ts';
import type { MembershipRow } from '../membership/membership.row.ts';
import { Membership } from '../membership/membership.type.ts';
import type { OrganizationRow } from '../organization/organization.row.ts';
import { Organization } from '../organization/organization.type.ts';
import type { ProjectRow } from './project.row.ts';
import { visibleProject } from './project.service.ts';
import { Project } from './project.type.ts';

@Resolver(() => Project)
export class ProjectResolver {
  @Query(() => Project, {
    nullable: true,
    description: 'A project by id; null when there is none, or when you are neither a member nor entitled to audit it.',
  })
  project(
    @Arg('id', () => ID, { description: 'Global id of the project.' }) id: string,
    @Ctx() context: AccountsContext,
  ): Promise<ProjectRow | null> {
    return visibleProject(id, context);
  }

  @FieldResolver(() => Organization, { description: 'The organization that runs it.' })
  organization(@Root() project: ProjectRow, @Ctx() { loaders }: AccountsContext): Promise<OrganizationRow | null> {
    return loaders.organizationById.load(project.organizationId);
  }

  @FieldResolver(() => [Membership], { description: 'Who works in it, those who came first at the beginning.' })
  memberships(@Root() project: ProjectRow, @Ctx() { loaders }: AccountsContext): Promise<readonly MembershipRow[]> {
    return loaders.membershipsByProject.load(project.id);
  }
}
