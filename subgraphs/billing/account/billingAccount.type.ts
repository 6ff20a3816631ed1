import { Directive, Field, Float, ObjectType } from 'type-graphql';
import { Money } from '../../kit/schema/money.ts';
import { Node } from '../../kit/schema/node.ts';
import { BillingAccountState } from './billingAccount.enum.ts';

/** How much a project means to spend. */
@ObjectType({ description: 'How much a project means to spend.', simpleResolvers: true })
export class Budget {
  @Field(() => Money, { description: 'The whole of it.' })
  readonly limit!: Money;

  @Field(() => Float, { description: 'How much of it was charged so far; above 100 when it is exceeded.' })
  readonly usedPercent!: number;
}

/** A project's money. Amounts, project and entries are added by the resolver. */
@Directive('@key(fields: "id")')
@ObjectType({
  description: 'The money of a project. Seen by its members.',
  implements: Node,
  simpleResolvers: true,
})
export class BillingAccount {
  readonly id!: string;

  @Field(() => BillingAccountState, { description: 'Whether it pays for new work.' })
  readonly state!: BillingAccountState;
}

/** A project, as far as its money goes. */
@Directive('@key(fields: "id")')
@ObjectType('Project', { implements: Node, simpleResolvers: true })
export class BilledProject {
  readonly id!: string;
}
