import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { AccountsContext } from '../context.ts';
import type { ProjectRow } from '../project/project.row.ts';
import { Project } from '../project/project.type.ts';
import type { UserRow } from '../user/user.row.ts';
import { User } from '../user/user.type.ts';
import type { MembershipRow } from './membership.row.ts';
import { Membership } from './membership.type.ts';

@Resolver(() => Membership)
export class MembershipResolver {
  // Who sees a membership may see both its ends: no further question is asked.
  @FieldResolver(() => Project, { description: 'The project.' })
  project(@Root() membership: MembershipRow, @Ctx() { loaders }: AccountsContext): Promise<ProjectRow | null> {
    return loaders.projectById.load(membership.projectId);
  }

  @FieldResolver(() => User, { description: 'The person.' })
  user(@Root() membership: MembershipRow, @Ctx() { loaders }: AccountsContext): Promise<UserRow | null> {
    return loaders.userById.load(membership.userId);
  }
}
