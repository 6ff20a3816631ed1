import { boolean, doublePrecision, index, integer, numeric, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';
import type { BillingType, LicenceModel } from './plan/plan.enum.ts';
import type { ProductKind, ProductState } from './product/product.enum.ts';
import type { TicketState } from './ticket/ticket.enum.ts';

export const marketplaceSchema = pgSchema('marketplace');

// Milliseconds, as in JavaScript: what is compared with a cursor must not have hidden digits.
const moment = { withTimezone: true, precision: 3, mode: 'date' } as const;

export const stores = marketplaceSchema.table('stores', {
  id: text().primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  /** The organization that runs it. */
  ownerId: text('owner_id').notNull(),
  /** Since when the graph lists it; lists are in this order. */
  listedAt: timestamp('listed_at', moment).notNull(),
});

const storeId = () =>
  text('store_id')
    .notNull()
    .references(() => stores.id);

export const products = marketplaceSchema.table(
  'products',
  {
    id: text().primaryKey(),
    slug: text().notNull().unique(),
    storeId: storeId(),
    kind: text().$type<ProductKind>().notNull(),
    state: text().$type<ProductState>().notNull(),
    nameZh: text('name_zh').notNull(),
    nameEn: text('name_en').notNull(),
    summaryZh: text('summary_zh').notNull(),
    summaryEn: text('summary_en').notNull(),
    /** Since when the graph lists it; lists are in this order. */
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
    id: text().primaryKey(),
    buildId: text('build_id')
      .notNull()
      .references(() => builds.id),
    centerId: text('center_id').notNull(),
    modulePath: text('module_path').notNull(),
    simulated: boolean().notNull(),
  },
  (table) => [index('installations_by_build').on(table.buildId)],
);

export const plans = marketplaceSchema.table(
  'plans',
  {
    id: text().primaryKey(),
    productId: productId(),
    /** Its place among the plans of the product, from 0. */
    place: integer().notNull(),
    name: text().notNull(),
    licenceModel: text('licence_model').$type<LicenceModel>().notNull(),
    price: numeric({ precision: 20, scale: 2 }).notNull(),
    /** ISO 4217; of the components too. */
    currency: text().notNull(),
  },
  (table) => [index('plans_by_product').on(table.productId)],
);

export const planComponents = marketplaceSchema.table(
  'plan_components',
  {
    id: text().primaryKey(),
    planId: text('plan_id')
      .notNull()
      .references(() => plans.id),
    /** Its place among the components of the plan, from 0. */
    place: integer().notNull(),
    name: text().notNull(),
    billingType: text('billing_type').$type<BillingType>().notNull(),
    unit: text().notNull(),
    /** Of one unit. */
    price: numeric({ precision: 20, scale: 4 }).notNull(),
  },
  (table) => [index('plan_components_by_plan').on(table.planId)],
);

export const licences = marketplaceSchema.table(
  'licences',
  {
    id: text().primaryKey(),
    productId: productId(),
    planId: text('plan_id')
      .notNull()
      .references(() => plans.id),
    /** The person who holds it. */
    userId: text('user_id').notNull(),
    /** Null when it counts no seats, and then so is `seatsFree`. */
    seatsTotal: integer('seats_total'),
    seatsFree: integer('seats_free'),
    /** Exclusive; null when it never ends. */
    validTo: timestamp('valid_to', moment),
  },
  (table) => [index('licences_by_user').on(table.userId, table.productId)],
);

export const reviews = marketplaceSchema.table(
  'reviews',
  {
    id: text().primaryKey(),
    productId: productId(),
    authorId: text('author_id').notNull(),
    /** 1 to 5. */
    stars: integer().notNull(),
    text: text().notNull(),
    verifiedPurchase: boolean('verified_purchase').notNull(),
    /** Null when the store has not answered, and then so is `repliedAt`. */
    replyText: text('reply_text'),
    repliedAt: timestamp('replied_at', moment),
    createdAt: timestamp('created_at', moment).notNull(),
  },
  (table) => [index('reviews_by_product').on(table.productId, table.createdAt, table.id)],
);

export const benchmarks = marketplaceSchema.table(
  'benchmarks',
  {
    id: text().primaryKey(),
    productId: productId(),
    centerId: text('center_id').notNull(),
    name: text().notNull(),
    value: doublePrecision().notNull(),
    unit: text().notNull(),
    measuredAt: timestamp('measured_at', moment).notNull(),
    simulated: boolean().notNull(),
  },
  (table) => [index('benchmarks_by_product').on(table.productId)],
);

export const tickets = marketplaceSchema.table(
  'tickets',
  {
    id: text().primaryKey(),
    projectId: text('project_id').notNull(),
    /** The job that it is about; a job of the same project. Null when it is about none. */
    jobId: text('job_id'),
    title: text().notNull(),
    state: text().$type<TicketState>().notNull(),
    createdAt: timestamp('created_at', moment).notNull(),
  },
  (table) => [
    index('tickets_by_project').on(table.projectId, table.createdAt, table.id),
    index('tickets_by_job').on(table.jobId, table.createdAt, table.id),
  ],
);

/** Which project each job belongs to, as the jobs subgraph told. */
export const knownJobs = marketplaceSchema.table('known_jobs', {
  jobId: text('job_id').primaryKey(),
  projectId: text('project_id').notNull(),
});

/** The jobs that ran a product and have ended. The product need not be one of the stores here. */
export const productRuns = marketplaceSchema.table(
  'product_runs',
  {
    jobId: text('job_id').primaryKey(),
    productId: text('product_id').notNull(),
    succeeded: boolean().notNull(),
    coreHours: numeric('core_hours').notNull(),
    endedAt: timestamp('ended_at', moment).notNull(),
  },
  (table) => [index('product_runs_by_product').on(table.productId, table.endedAt)],
);
