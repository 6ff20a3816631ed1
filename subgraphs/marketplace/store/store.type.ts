import { Directive, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { Node } from '../../kit/schema/node.ts';

/** Where an organization offers its software. Its name, owner and products are added by the resolver. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'Where an organization offers software.', implements: Node, simpleResolvers: true })
export class Store {
  readonly id!: string;
}

export const StoreConnection = connectionOf(Store, 'Store');
