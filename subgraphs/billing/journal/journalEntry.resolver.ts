import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import type { BillingContext } from '../context.ts';
import { BilledJob } from '../job/billedJob.type.ts';
import { money } from '../money.ts';
import type { EntryRow } from './entryRow.ts';
import { JournalEntry, JournalLine } from './journal.type.ts';

/** What an entry of the journal leads to. */
@Resolver(() => JournalEntry)
export class JournalEntryResolver {
  @FieldResolver(() => [JournalLine], { description: 'Its sides, debits first.' })
  async lines(@Root() { id }: EntryRow, @Ctx() { loaders }: BillingContext) {
    const lines = await loaders.lines.load(id);
    return lines.map(({ ledgerAccount: account, debit, credit, currency }) => ({
      account,
      debit: debit === null ? null : money(debit, currency),
      credit: credit === null ? null : money(credit, currency),
    }));
  }

  @FieldResolver(() => BilledJob, { nullable: true, description: 'The job it is about; null for payments.' })
  job(@Root() { jobId }: EntryRow): EntityReference | null {
    return jobId === null ? null : { id: jobId };
  }
}
