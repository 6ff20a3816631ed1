import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { nameIn } from '../../kit/names.ts';
import type { Connection } from '../../kit/pagination.ts';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Locale } from '../../kit/schema/locale.ts';
import { mayReadProject } from '../access.service.ts';
import type { AccountsContext } from '../context.ts';
import type { ProjectRow } from '../project/project.row.ts';
import { Project } from '../project/project.type.ts';
import { OrganizationConnection } from './organization.connection.ts';
import type { OrganizationRow } from './organization.row.ts';
import { Organization } from './organization.type.ts';

@Resolver(() => Organization)
export class OrganizationResolver {
  @VisibleTo('EVERYONE')
  @Query(() => Organization, { nullable: true, description: 'An organization by id; null when there is none.' })
  organization(
    @Arg('id', () => ID, { description: 'Global id of the organization.' }) id: string,
    @Ctx() { loaders }: AccountsContext,
  ): Promise<OrganizationRow | null> {
    return loaders.organizationById.load(id);
  }

  @VisibleTo('EVERYONE')
  @Query(() => OrganizationConnection, { description: 'All organizations, those listed first at the beginning.' })
  organizations(
    @Arg('first', () => Int, { nullable: true, description: 'How many to show, 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor after which to continue.' })
    after: string | null,
    @Ctx() { services }: AccountsContext,
  ): Promise<Connection<OrganizationRow>> {
    return services.organizations.list({ first, after });
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => String, { description: 'Its name.' })
  name(
    @Root() organization: OrganizationRow,
    @Arg('locale', () => Locale, { nullable: true, description: 'In which language; English when absent.' })
    locale: Locale | null,
  ): string {
    return nameIn(organization, locale);
  }

  @FieldResolver(() => [Project], { description: 'Its projects that you may see, oldest first.' })
  async projects(
    @Root() organization: OrganizationRow,
    @Ctx() { viewer, loaders }: AccountsContext,
  ): Promise<readonly ProjectRow[]> {
    const all = await loaders.projectsByOrganization.load(organization.id);
    return all.filter(({ id }) => mayReadProject(viewer, id));
  }
}
