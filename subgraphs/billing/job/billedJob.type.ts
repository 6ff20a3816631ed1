import { Directive, ObjectType } from 'type-graphql';
import { Node } from '../../kit/schema/node.ts';

/** A job, as far as its money goes. */
@Directive('@key(fields: "id")')
@ObjectType('Job', { implements: Node, simpleResolvers: true })
export class BilledJob {
  readonly id!: string;
}
