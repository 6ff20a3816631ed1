import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import { Money } from '../../kit/schema/money.ts';
import type { BillingContext } from '../context.ts';
import { JournalEntry } from '../journal/journal.type.ts';
import { money } from '../money.ts';
import type { AccountRow } from './accountRow.ts';
import { BilledProject, BillingAccount, Budget } from './billingAccount.type.ts';

const JournalEntryConnection = connectionOf(JournalEntry, 'JournalEntry');

/** The accounts and what is in them. */
@Resolver(() => BillingAccount)
export class BillingAccountResolver {
  @Query(() => BillingAccount, {
    nullable: true,
    description: 'The account with this id; a NOT_FOUND error when there is none, or it is not yours.',
  })
  billingAccount(
    @Arg('id', () => ID, { description: 'Global id of the account.' }) id: string,
    @Ctx() { accounts }: BillingContext,
  ) {
    return accounts.byId(id);
  }

  @FieldResolver(() => BilledProject, { description: 'The project whose money it is.' })
  project(@Root() { projectId }: AccountRow): EntityReference {
    return { id: projectId };
  }

  @FieldResolver(() => Money, { description: 'All of its money: what is available and what is held.' })
  balance(@Root() { balance, currency }: AccountRow) {
    return money(balance, currency);
  }

  @FieldResolver(() => Money, { description: 'What is set aside for jobs that have not ended.' })
  held(@Root() { held, currency }: AccountRow) {
    return money(held, currency);
  }

  @FieldResolver(() => Money, { description: 'What new jobs may use.' })
  available(@Root() { available, currency }: AccountRow) {
    return money(available, currency);
  }

  @FieldResolver(() => Budget, { nullable: true, description: 'What the project means to spend; null without one.' })
  budget(@Root() { budgetLimit, budgetUsedPercent, currency }: AccountRow) {
    if (budgetLimit === null) return null;
    return { limit: money(budgetLimit, currency), usedPercent: budgetUsedPercent ?? 0 };
  }

  @FieldResolver(() => JournalEntryConnection, { description: 'Every movement of its money, the newest first.' })
  entries(
    @Root() account: AccountRow,
    @Arg('first', () => Int, { nullable: true, description: 'How many at most: from 1 to 200; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the item after which to begin.' })
    after: string | null,
    @Ctx() { accounts }: BillingContext,
  ) {
    return accounts.entries(account, { first, after });
  }
}

/** What billing adds to a project. */
@Resolver(() => BilledProject)
export class BilledProjectResolver {
  @FieldResolver(() => BillingAccount, {
    nullable: true,
    description: 'Its money; null for those who are not its members.',
  })
  billingAccount(@Root() { id }: EntityReference, @Ctx() { accounts }: BillingContext) {
    return accounts.ofProject(id);
  }
}
