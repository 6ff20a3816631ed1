import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Node } from '../../kit/schema/node.ts';
import type { AccountsContext } from '../context.ts';
import { type FoundNode, findNode } from './node.service.ts';

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its global id; null when there is no such thing, or when you may not see it.',
  })
  node(
    @Arg('id', () => ID, { description: 'Global id of the thing, as any field `id` gives it.' }) id: string,
    @Ctx() context: AccountsContext,
  ): Promise<FoundNode | null> {
    return findNode(id, context);
  }
}
