import { Directive, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { Node } from '../../kit/schema/node.ts';

/** A store. Its name and parts are added by the resolver. */
@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A store that an organization runs, with its products.',
  implements: Node,
  simpleResolvers: true,
})
export class Store {
  readonly id!: string;
}

export const StoreConnection = connectionOf(Store, 'Store');
