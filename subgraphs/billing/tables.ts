import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  jsonb,
  numeric,
  pgSchema,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core';

export const billingSchema = pgSchema('billing');

// Milliseconds, as in JavaScript: what is compared with a cursor must not have hidden digits.
const moment = { withTimezone: true, precision: 3, mode: 'date' } as const;
/** Money in the ledger has eight decimals, so that the shortest job costs something; hours have six. */
const money = { precision: 30, scale: 8 } as const;
const hours = { precision: 30, scale: 6 } as const;

/** The number of a transaction. */
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

export const accounts = billingSchema.table(
  'accounts',
  {
    id: text().primaryKey(),
    projectId: text('project_id').notNull().unique(),
    currency: text().notNull(),
    state: text().notNull(),
    /** What may still be held: the balance of the ledger account `prepaid:<id>`. */
    available: numeric(money).notNull(),
    /** What is set aside for jobs: the balance of the ledger account `held:<id>`. */
    held: numeric(money).notNull(),
    budgetLimit: numeric('budget_limit', money),
    openedAt: timestamp('opened_at', moment).notNull(),
  },
  (table) => [check('accounts_never_negative', sql`${table.available} >= 0 and ${table.held} >= 0`)],
);

export const priceRules = billingSchema.table(
  'price_rules',
  {
    id: text().primaryKey(),
    partitionId: text('partition_id').notNull(),
    unit: text().notNull(),
    amount: numeric(hours).notNull(),
    currency: text().notNull(),
    validFrom: timestamp('valid_from', moment).notNull(),
    /** Exclusive; null while it is valid. */
    validTo: timestamp('valid_to', moment),
    simulated: boolean().notNull(),
  },
  (table) => [unique('price_rules_one_at_a_time').on(table.partitionId, table.unit, table.validFrom)],
);

export const holds = billingSchema.table('holds', {
  id: text().primaryKey(),
  /** One hold a job: a repeated event finds it. */
  jobId: text('job_id').notNull().unique(),
  projectId: text('project_id').notNull(),
  accountId: text('account_id')
    .notNull()
    .references(() => accounts.id),
  partitionId: text('partition_id').notNull(),
  amount: numeric(money).notNull(),
  currency: text().notNull(),
  state: text().notNull(),
  placedAt: timestamp('placed_at', moment).notNull(),
});

/** Ends of jobs whose submission was not told yet; taken away when it is. */
export const earlyEnds = billingSchema.table('early_ends', {
  jobId: text('job_id').primaryKey(),
  projectId: text('project_id').notNull(),
  at: timestamp(moment).notNull(),
  /** Null for a job that never ran. */
  usage: jsonb().$type<{ readonly coreHours: string; readonly acceleratorHours: string; readonly nodeHours: string }>(),
});

export const charges = billingSchema.table(
  'charges',
  {
    id: text().primaryKey(),
    jobId: text('job_id')
      .notNull()
      .references(() => holds.jobId),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    priceRuleId: text('price_rule_id')
      .notNull()
      .references(() => priceRules.id),
    unit: text().notNull(),
    quantity: numeric(hours).notNull(),
    amount: numeric(money).notNull(),
    currency: text().notNull(),
    at: timestamp(moment).notNull(),
  },
  (table) => [
    unique('charges_once').on(table.jobId, table.priceRuleId),
    index('charges_by_account').on(table.accountId),
  ],
);

/** Written once: triggers of the migrations refuse updates, deletes, entries that do not balance, and lines that come later than their entry. */
export const journalEntries = billingSchema.table(
  'journal_entries',
  {
    id: text().primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    kind: text().notNull(),
    description: text().notNull(),
    jobId: text('job_id'),
    at: timestamp(moment).notNull(),
    /** The transaction that wrote it, the only one that may write lines of it. */
    tx: xid8().notNull().default(sql`pg_current_xact_id()`),
  },
  (table) => [
    unique('journal_entries_once').on(table.kind, table.jobId),
    index('journal_entries_by_account').on(table.accountId, table.at, table.id),
  ],
);

export const journalLines = billingSchema.table(
  'journal_lines',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    entryId: text('entry_id')
      .notNull()
      .references(() => journalEntries.id),
    /** Name in the ledger: `bank`, `revenue`, `prepaid:<account>` or `held:<account>`. */
    ledgerAccount: text('ledger_account').notNull(),
    debit: numeric(money),
    credit: numeric(money),
    currency: text().notNull(),
  },
  (table) => [
    index('journal_lines_by_entry').on(table.entryId),
    index('journal_lines_by_ledger_account').on(table.ledgerAccount),
    check(
      'journal_lines_one_side',
      sql`(${table.debit} is null) <> (${table.credit} is null) and coalesce(${table.debit}, ${table.credit}) > 0`,
    ),
  ],
);
