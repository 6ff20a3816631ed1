import { Directive, ObjectType } from 'type-graphql';
import { Node } from '../../kit/schema/node.ts';

/** A university, center or company. Its name is added by the resolver, in the language asked for. */
@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A university, a research institution, a center or a company.',
  implements: Node,
  simpleResolvers: true,
})
export class Organization {
  readonly id!: string;
}
