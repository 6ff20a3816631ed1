import { Directive, Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { Node } from '../../kit/schema/node.ts';
import { ProductKind, ProductState } from './product.enum.ts';

/** Software or a service that a store offers. What belongs to it is added by the resolvers of those things. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'Software or a service that a store offers.', implements: Node, simpleResolvers: true })
export class Product {
  readonly id!: string;

  @Field(() => String, { description: 'Short fixed name for addresses, e.g. "gromacs".' })
  readonly slug!: string;

  @Field(() => ProductKind, { description: 'What it is.' })
  readonly kind!: ProductKind;

  @Field(() => ProductState, { description: 'Whether it is offered.' })
  readonly state!: ProductState;
}

export const ProductConnection = connectionOf(Product, 'Product');
