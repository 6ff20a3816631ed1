import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type Connection, pageArguments } from '../../kit/pagination.ts';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import type { MarketplaceContext } from '../context.ts';
import { afterSays, firstSays, mostOnAPage } from '../pageInput.ts';
import type { ProductRow } from '../product/product.row.ts';
import { Product } from '../product/product.type.ts';
import { Center } from '../stubs.type.ts';
import type { BuildRow, InstallationRow, ProductVersionRow } from './productVersion.row.ts';
import { Build, Installation, ProductVersion, ProductVersionConnection } from './productVersion.type.ts';

@Resolver(() => Product)
export class ProductVersionsResolver {
  @FieldResolver(() => ProductVersionConnection, { description: 'Its versions, newest first.' })
  async versions(
    @Root() product: ProductRow,
    @Arg('first', () => Int, { nullable: true, description: firstSays }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true, description: afterSays }) after: string | null | undefined,
    @Ctx() { loaders }: MarketplaceContext,
  ): Promise<Connection<ProductVersionRow>> {
    return loaders.versionsByProduct(product.id, pageArguments({ first, after }, mostOnAPage));
  }
}

@Resolver(() => ProductVersion)
export class ProductVersionResolver {
  @FieldResolver(() => [Build], { description: 'What was built of it, one for each kind of machine.' })
  builds(@Root() version: ProductVersionRow, @Ctx() { loaders }: MarketplaceContext): Promise<readonly BuildRow[]> {
    return loaders.buildsByVersion.load(version.id);
  }
}

@Resolver(() => Build)
export class BuildResolver {
  @FieldResolver(() => [Installation], { description: 'Where it is installed.' })
  installations(@Root() build: BuildRow, @Ctx() { loaders }: MarketplaceContext): Promise<readonly InstallationRow[]> {
    return loaders.installationsByBuild.load(build.id);
  }
}

@Resolver(() => Installation)
export class InstallationResolver {
  @FieldResolver(() => Center, { description: 'The center.' })
  center(@Root() installation: InstallationRow): EntityReference {
    return { id: installation.centerId };
  }
}
