import { and, eq, gte, inArray, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { accounts, charges } from '../tables.ts';
import type { AccountRow } from './accountRow.ts';
import type { BillingAccountState } from './billingAccount.enum.ts';

const charged = sql`coalesce((select sum(${charges.amount}) from ${charges} where ${charges.accountId} = ${accounts.id}), 0)`;

const columns = {
  id: accounts.id,
  projectId: accounts.projectId,
  currency: accounts.currency,
  state: sql<BillingAccountState>`${accounts.state}`,
  available: accounts.available,
  held: accounts.held,
  balance: sql<string>`(${accounts.available} + ${accounts.held})::text`,
  budgetLimit: accounts.budgetLimit,
  budgetUsedPercent: sql<number | null>`(100 * ${charged} / nullif(${accounts.budgetLimit}, 0))::float8`,
};

/** The accounts with these ids, in no order. */
export async function accountsById(db: Database | Transaction, ids: readonly string[]): Promise<readonly AccountRow[]> {
  return await db
    .select(columns)
    .from(accounts)
    .where(inArray(accounts.id, [...ids]));
}

/** Opens an account with nothing in it; false when there is one. */
export async function insertAccount(
  tx: Transaction,
  account: Pick<AccountRow, 'id' | 'projectId' | 'currency' | 'budgetLimit'> & { readonly openedAt: Date },
): Promise<boolean> {
  const made = await tx
    .insert(accounts)
    .values({ ...account, state: 'ACTIVE', available: '0', held: '0' })
    .onConflictDoNothing()
    .returning({ id: accounts.id });
  return made.length > 0;
}

/** Adds to what is available. */
export async function credit(tx: Transaction, id: string, amount: string): Promise<void> {
  await tx
    .update(accounts)
    .set({ available: sql`${accounts.available} + ${amount}::numeric` })
    .where(eq(accounts.id, id));
}

/** Sets an amount aside; false, and nothing is changed, when so much is not available or the account is not active. */
export async function setAside(tx: Transaction, id: string, amount: string): Promise<boolean> {
  const done = await tx
    .update(accounts)
    .set({
      available: sql`${accounts.available} - ${amount}::numeric`,
      held: sql`${accounts.held} + ${amount}::numeric`,
    })
    .where(and(eq(accounts.id, id), eq(accounts.state, 'ACTIVE'), gte(accounts.available, sql`${amount}::numeric`)))
    .returning({ id: accounts.id });
  return done.length > 0;
}

/** Ends a hold: `captured` of it is gone, `released` of it is available again. */
export async function settle(
  tx: Transaction,
  id: string,
  { captured, released }: { readonly captured: string; readonly released: string },
): Promise<void> {
  await tx
    .update(accounts)
    .set({
      available: sql`${accounts.available} + ${released}::numeric`,
      held: sql`${accounts.held} - ${captured}::numeric - ${released}::numeric`,
    })
    .where(eq(accounts.id, id));
}
