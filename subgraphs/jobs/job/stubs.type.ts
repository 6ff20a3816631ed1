import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { entityStub } from '../../kit/schema/entityStub.ts';
import { Node } from '../../kit/schema/node.ts';

const node = { node: true } as const;

export const User = entityStub('User', node);
export const Center = entityStub('Center', node);
export const Partition = entityStub('Partition', node);
export const Product = entityStub('Product', node);

/** A project, as far as its jobs go. */
@Directive('@key(fields: "id")')
@ObjectType('Project', { implements: Node, simpleResolvers: true })
export class Project {
  @Field(() => ID)
  readonly id!: string;
}
