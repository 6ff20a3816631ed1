import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import type { MarketplaceContext } from '../context.ts';
import { Center } from '../elsewhere.type.ts';
import type { BuildRow, InstallationRow, VersionRow } from './version.row.ts';
import { Build, Installation, ProductVersion } from './version.type.ts';

/** What a version leads to. */
@Resolver(() => ProductVersion)
export class ProductVersionResolver {
  @FieldResolver(() => [Build], { description: 'What it was built for.' })
  builds(@Root() version: VersionRow, @Ctx() { loaders }: MarketplaceContext): Promise<readonly BuildRow[]> {
    return loaders.buildsByVersion.load(version.id);
  }
}

/** What a build leads to. */
@Resolver(() => Build)
export class BuildResolver {
  @FieldResolver(() => [Installation], { description: 'The centers at which it is installed.' })
  installations(@Root() build: BuildRow, @Ctx() { loaders }: MarketplaceContext): Promise<readonly InstallationRow[]> {
    return loaders.installationsByBuild.load(build.id);
  }
}

/** What an installation leads to. */
@Resolver(() => Installation)
export class InstallationResolver {
  @FieldResolver(() => Center, { description: 'Where it is installed.' })
  center(@Root() { centerId }: InstallationRow): EntityReference {
    return { id: centerId };
  }
}
