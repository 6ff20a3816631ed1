import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Money } from '../../kit/schema/money.ts';
import { Node } from '../../kit/schema/node.ts';
import { JournalEntryKind } from './journal.enum.ts';

/** One side of an entry. */
@ObjectType({ description: 'One side of an entry: an amount on one account of the ledger.', simpleResolvers: true })
export class JournalLine {
  @Field(() => String, {
    description: 'Account of the ledger: `bank`, `revenue`, `prepaid:<billing account>` or `held:<billing account>`.',
  })
  readonly account!: string;

  @Field(() => Money, { nullable: true, description: 'The amount, when it is a debit.' })
  readonly debit!: Money | null;

  @Field(() => Money, { nullable: true, description: 'The amount, when it is a credit.' })
  readonly credit!: Money | null;
}

/** One entry of the journal. Its lines and its job are added by the resolver. */
@ObjectType({
  description: 'An entry of the journal, by double entry: its debits are its credits. Never changed or removed.',
  implements: Node,
  simpleResolvers: true,
})
export class JournalEntry {
  readonly id!: string;

  @Field(() => JournalEntryKind, { description: 'What it records.' })
  readonly kind!: JournalEntryKind;

  @Field(() => DateTime, { description: 'When that happened.' })
  readonly at!: Date;

  @Field(() => String, { description: 'In words.' })
  readonly description!: string;
}
