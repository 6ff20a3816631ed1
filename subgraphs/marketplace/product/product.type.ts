import { Directive, Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { Node } from '../../kit/schema/node.ts';
import { ProductKind, ProductState } from './product.enum.ts';

/** A product of a store. Its name and parts are added by the resolvers. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'A product in a store.', implements: Node, simpleResolvers: true })
export class Product {
  readonly id!: string;

  @Field(() => String, { description: 'Short fixed name for addresses and scripts, e.g. "gromacs".' })
  readonly slug!: string;

  @Field(() => ProductKind, { description: 'What it is.' })
  readonly kind!: ProductKind;

  @Field(() => ProductState, { description: 'Whether it is offered.' })
  readonly state!: ProductState;
}

export const ProductConnection = connectionOf(Product, 'Product');
