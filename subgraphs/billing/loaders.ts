import type { Database } from '../kit/database/database.ts';
import { loadMany, loadOne } from '../kit/loaders.ts';
import { accountsById } from './account/account.repository.ts';
import { chargesByJob } from './charge/charge.repository.ts';
import { holdsByJob } from './hold/hold.repository.ts';
import { linesOf } from './journal/journal.repository.ts';
import { rulesAt, rulesById } from './price/priceRule.repository.ts';

const jobIdOf = ({ jobId }: { readonly jobId: string }): string => jobId;
const idOf = ({ id }: { readonly id: string }): string => id;

/** The loaders of one request, or of one event. */
export type BillingLoaders = ReturnType<typeof billingLoaders>;

/** Fresh loaders over a database; prices as they are at `now`. */
export function billingLoaders(db: Database, now: Date) {
  return {
    account: loadOne('billing.account', (ids) => accountsById(db, ids), idOf),
    hold: loadOne('billing.hold', (ids) => holdsByJob(db, ids), jobIdOf),
    charges: loadMany('billing.charges', (ids) => chargesByJob(db, ids), jobIdOf),
    priceRule: loadOne('billing.priceRule', (ids) => rulesById(db, ids), idOf),
    priceRules: loadMany(
      'billing.priceRules',
      (ids) => rulesAt(db, ids, now),
      ({ partitionId }) => partitionId,
    ),
    lines: loadMany(
      'billing.lines',
      (ids) => linesOf(db, ids),
      ({ entryId }) => entryId,
    ),
  };
}
