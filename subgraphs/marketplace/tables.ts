import {
  boolean,
  doublePrecision,
  index,
  integer,
  numeric,
  pgSchema,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { BillingType, LicenceModel } from './plan/plan.enum.ts';
import type { ProductKind, ProductState } from './product/product.enum.ts';
import type { TicketState } from './ticket/ticket.enum.ts';
import type { UsageOutcome } from './usage/productUsage.row.ts';

export const marketplaceSchema = pgSchema('marketplace');

// Milliseconds, as in JavaScript: what is compared with a cursor must not have hidden digits.
const moment = { withTimezone: true, precision: 3, mode: 'date' } as const;

export const stores = marketplaceSchema.table('stores', {
  id: text().primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  /** The organization that sells there. */
  ownerId: text('owner_id').notNull(),
  /** Since when the graph lists it; lists are in this order. */
  listedAt: timestamp('listed_at', moment).notNull(),
});

export const products = marketplaceSchema.table(
  'products',
  {
    id: text().primaryKey(),
    slug: text().notNull().unique(),
    nameZh: text('name_zh').notNull(),
    nameEn: text('name_en').notNull(),
    kind: text().$type<ProductKind>().notNull(),
    state: text().$type<ProductState>().notNull(),
    summaryZh: text('summary_zh').notNull(),
    summaryEn: text('summary_en').notNull(),
    storeId: text('store_id')
      .notNull()
      .references(() => stores.id),
    listedAt: timestamp('listed_at', moment).notNull(),
  },
  (table) => [index('products_by_store').on(table.storeId, table.listedAt, table.id)],
);

const productId = () =>
  text('product_id')
    .notNull()
    .references(() => products.id);

export const productVersions = marketplaceSchema.table(
  'product_versions',
  {
    id: text().primaryKey(),
    productId: productId(),
    semver: text().notNull(),
    releasedAt: timestamp('released_at', moment).notNull(),
  },
  (table) => [index('product_versions_by_product').on(table.productId, table.releasedAt, table.id)],
);

export const builds = marketplaceSchema.table(
  'builds',
  {
    id: text().primaryKey(),
    versionId: text('version_id')
      .notNull()
      .references(() => productVersions.id),
    architecture: text().notNull(),
    accelerator: text(),
    containerDigest: text('container_digest'),
  },
  (table) => [index('builds_by_version').on(table.versionId)],
);

export const installations = marketplaceSchema.table(
  'installations',
  {
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    centerId: text('center_id').notNull(),
    modulePath: text('module_path').notNull(),
    simulated: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.buildId, table.centerId] })],
);

export const plans = marketplaceSchema.table(
  'plans',
  {
    id: text().primaryKey(),
    productId: productId(),
    name: text().notNull(),
    licenceModel: text('licence_model').$type<LicenceModel>().notNull(),
    amount: numeric().notNull(),
    currency: text().notNull(),
    /** Plans are listed by it. */
    place: integer().notNull(),
  },
  (table) => [index('plans_by_product').on(table.productId, table.place)],
);

export const planComponents = marketplaceSchema.table(
  'plan_components',
  {
    planId: text('plan_id')
      .notNull()
      .references(() => plans.id),
    place: integer().notNull(),
    name: text().notNull(),
    billingType: text('billing_type').$type<BillingType>().notNull(),
    unit: text().notNull(),
    amount: numeric().notNull(),
    currency: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.planId, table.place] })],
);

/** What organizations have bought. */
export const licences = marketplaceSchema.table(
  'licences',
  {
    id: text().primaryKey(),
    productId: productId(),
    organizationId: text('organization_id').notNull(),
    /** Null when any number may use it. */
    seatsTotal: integer('seats_total'),
    seatsTaken: integer('seats_taken').notNull(),
    /** Exclusive; null for ever. */
    validTo: timestamp('valid_to', moment),
  },
  (table) => [index('licences_by_organization').on(table.organizationId, table.productId)],
);

export const reviews = marketplaceSchema.table(
  'reviews',
  {
    id: text().primaryKey(),
    productId: productId(),
    authorId: text('author_id').notNull(),
    stars: integer().notNull(),
    text: text().notNull(),
    verifiedPurchase: boolean('verified_purchase').notNull(),
    createdAt: timestamp('created_at', moment).notNull(),
    replyText: text('reply_text'),
    replyAt: timestamp('reply_at', moment),
  },
  (table) => [index('reviews_by_product').on(table.productId, table.createdAt, table.id)],
);

export const benchmarks = marketplaceSchema.table(
  'benchmarks',
  {
    productId: productId(),
    centerId: text('center_id').notNull(),
    name: text().notNull(),
    value: doublePrecision().notNull(),
    unit: text().notNull(),
    measuredAt: timestamp('measured_at', moment).notNull(),
    simulated: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.productId, table.centerId, table.name] })],
);

/** Jobs that ran with a product and have ended, as the jobs' events told. */
export const productJobs = marketplaceSchema.table(
  'product_jobs',
  {
    jobId: text('job_id').primaryKey(),
    // What a job names need not be sold here.
    productId: text('product_id').notNull(),
    endedAt: timestamp('ended_at', moment).notNull(),
    outcome: text().$type<UsageOutcome>().notNull(),
    coreHours: numeric('core_hours').notNull(),
  },
  (table) => [index('product_jobs_by_product').on(table.productId, table.endedAt)],
);

export const tickets = marketplaceSchema.table(
  'tickets',
  {
    id: text().primaryKey(),
    title: text().notNull(),
    state: text().$type<TicketState>().notNull(),
    /** Whose members may read it. */
    projectId: text('project_id').notNull(),
    jobId: text('job_id'),
    createdAt: timestamp('created_at', moment).notNull(),
  },
  (table) => [
    index('tickets_by_project').on(table.projectId, table.createdAt, table.id),
    index('tickets_by_job').on(table.jobId, table.createdAt, table.id),
  ],
);
