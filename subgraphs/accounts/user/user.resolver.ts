import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { mayReadMembership, mayReadPrivate } from '../access.service.ts';
import type { AccountsContext } from '../context.ts';
import type { MembershipRow } from '../membership/membership.row.ts';
import { Membership } from '../membership/membership.type.ts';
import type { OrganizationRow } from '../organization/organization.row.ts';
import { Organization } from '../organization/organization.type.ts';
import { PlatformRole } from './user.enum.ts';
import type { UserRow } from './user.row.ts';
import { User } from './user.type.ts';

@Resolver(() => User)
export class UserResolver {
  @Query(() => User, { nullable: true, description: 'Who you are; null when you have not signed in.' })
  me(@Ctx() { viewer, loaders }: AccountsContext): Promise<UserRow | null> | null {
    return viewer.kind === 'person' ? loaders.userById.load(viewer.userId) : null;
  }

  @VisibleTo('EVERYONE')
  @Query(() => User, { nullable: true, description: 'A person by id; null when there is none.' })
  user(
    @Arg('id', () => ID, { description: 'Global id of the person.' }) id: string,
    @Ctx() { loaders }: AccountsContext,
  ): Promise<UserRow | null> {
    return loaders.userById.load(id);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'Electronic mail address; null when unknown, and for everyone but the person and administrators.',
  })
  email(@Root() user: UserRow, @Ctx() { viewer }: AccountsContext): string | null {
    return mayReadPrivate(viewer, user.id) ? user.email : null;
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: 'The organization that the person belongs to; null when there is none, and for who has not signed in.',
  })
  homeOrganization(
    @Root() user: UserRow,
    @Ctx() { viewer, loaders }: AccountsContext,
  ): Promise<OrganizationRow | null> | null {
    if (viewer.kind === 'anonymous' || user.homeOrganizationId === null) return null;
    return loaders.organizationById.load(user.homeOrganizationId);
  }

  @FieldResolver(() => [PlatformRole], {
    description: 'What the person may do on the whole platform; told to the person and to administrators only.',
  })
  platformRoles(@Root() user: UserRow, @Ctx() { viewer }: AccountsContext): readonly PlatformRole[] {
    return mayReadPrivate(viewer, user.id) ? user.platformRoles : [];
  }

  @FieldResolver(() => [Membership], {
    description:
      'The projects that the person works in, oldest first: all of them for the person, auditors and administrators, and for others those in which both work.',
  })
  async memberships(
    @Root() user: UserRow,
    @Ctx() { viewer, loaders }: AccountsContext,
  ): Promise<readonly MembershipRow[]> {
    const all = await loaders.membershipsByUser.load(user.id);
    return all.filter((membership) => mayReadMembership(viewer, membership));
  }
}
