import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { Connection } from '../pagination.ts';
import { PageInfo } from './pageInfo.ts';

/**
 * The connection type of a node type, e.g. `export const JobConnection = connectionOf(Job, 'Job');`.
 * Call it once per name and subgraph. What a resolver returns for it is a `Connection` from kit/pagination.ts.
 */
export function connectionOf<Node extends object>(node: ClassType<Node>, name: string): ClassType<Connection<Node>> {
  @ObjectType(`${name}Edge`, { description: `One ${name} in a list, with its place.`, simpleResolvers: true })
  class Edge {
    @Field(() => String, { description: 'The place of the item, to send as `after`.' })
    readonly cursor!: string;

    @Field(() => node, { description: 'The item.' })
    readonly node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.`, simpleResolvers: true })
  class ConnectionType {
    @Field(() => [node], { description: 'The items of this page.' })
    readonly nodes!: readonly Node[];

    @Field(() => [Edge], { description: 'The items of this page with their places.' })
    readonly edges!: readonly Edge[];

    @Field(() => PageInfo, { description: 'Where this page lies in the whole list.' })
    readonly pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many items the whole list has, whatever the page.' })
    readonly totalCount!: number;
  }
  // The class is only a name to type-graphql: rows are plain, and may give `edges` and `totalCount` as functions.
  return ConnectionType as unknown as ClassType<Connection<Node>>;
}
