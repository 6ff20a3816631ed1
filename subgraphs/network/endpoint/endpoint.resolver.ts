import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { notFound } from '../../kit/notFound.ts';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import type { NetworkContext } from '../context.ts';
import { Center } from '../topology/link.type.ts';
import { NetworkNode } from '../topology/node.type.ts';
import type { NodeRow } from '../topology/topology.row.ts';
import type { EndpointRow } from './endpoint.row.ts';
import { Endpoint } from './endpoint.type.ts';

@Resolver(() => Endpoint)
export class EndpointResolver {
  @VisibleTo('EVERYONE')
  @Query(() => [Endpoint], { description: 'All storages that data can be moved from and to.' })
  endpoints(@Ctx() { services }: NetworkContext): Promise<readonly EndpointRow[]> {
    return services.endpoints();
  }

  @VisibleTo('EVERYONE')
  @Query(() => Endpoint, { nullable: true, description: 'A storage by id. NOT_FOUND when there is none.' })
  async endpoint(
    @Arg('id', () => ID, { description: 'Global id of the endpoint.' }) id: string,
    @Ctx() { loaders }: NetworkContext,
  ): Promise<EndpointRow> {
    const endpoint = await loaders.endpointById.load(id);
    if (endpoint === null) throw notFound('endpoint', 'id', id);
    return endpoint;
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => Center, { nullable: true, description: 'The center that it belongs to, if it does to one.' })
  center(@Root() { centerId }: EndpointRow): { readonly id: string } | null {
    return centerId === null ? null : { id: centerId };
  }

  @VisibleTo('EVERYONE')
  @FieldResolver(() => NetworkNode, {
    nullable: true,
    description: 'The node where its data enters the network; null when that is not known.',
  })
  async node(@Root() { nodeId }: EndpointRow, @Ctx() { loaders }: NetworkContext): Promise<NodeRow | null> {
    return nodeId === null ? null : ((await loaders.topology()).nodes.get(nodeId) ?? null);
  }
}
