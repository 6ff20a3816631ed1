import { boolean, doublePrecision, index, integer, jsonb, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';
import type {
  CenterAccessState,
  CenterOwnerKind,
  CenterSchedulingState,
  CenterServiceKind,
  PartitionState,
} from './center/center.enum.ts';

export const centersSchema = pgSchema('centers');

// Milliseconds, as in JavaScript: what is compared with a cursor must not have hidden digits.
const moment = { withTimezone: true, precision: 3, mode: 'date' } as const;

export const centers = centersSchema.table('centers', {
  id: text().primaryKey(),
  code: text().notNull().unique(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  simulated: boolean().notNull(),
  /** Which scheduler driver serves it: `local` or `simulated`. */
  driver: text().$type<'local' | 'simulated'>().notNull(),
  ownerKind: text('owner_kind').$type<CenterOwnerKind>().notNull(),
  serviceKind: text('service_kind').$type<CenterServiceKind>().notNull(),
  accessState: text('access_state').$type<CenterAccessState>().notNull(),
  schedulingState: text('scheduling_state').$type<CenterSchedulingState>().notNull(),
  city: text(),
  latitude: doublePrecision(),
  longitude: doublePrecision(),
  pue: doublePrecision(),
  /** Since when the graph lists it; lists are in this order. */
  listedAt: timestamp('listed_at', moment).notNull(),
});

export const clusters = centersSchema.table(
  'clusters',
  {
    id: text().primaryKey(),
    centerId: text('center_id')
      .notNull()
      .references(() => centers.id),
    name: text().notNull(),
    /** Family of the workload manager, e.g. `simulated`, `local`. */
    scheduler: text().notNull(),
  },
  (table) => [index('clusters_by_center').on(table.centerId)],
);

export const partitions = centersSchema.table(
  'partitions',
  {
    id: text().primaryKey(),
    clusterId: text('cluster_id')
      .notNull()
      .references(() => clusters.id),
    centerId: text('center_id')
      .notNull()
      .references(() => centers.id),
    name: text().notNull(),
    state: text().$type<PartitionState>().notNull(),
    isDefault: boolean('is_default').notNull(),
    nodes: integer().notNull(),
    coresPerNode: integer('cores_per_node').notNull(),
    memoryMebibytesPerNode: integer('memory_mebibytes_per_node').notNull(),
    acceleratorVendor: text('accelerator_vendor'),
    acceleratorModel: text('accelerator_model'),
    acceleratorsPerNode: integer('accelerators_per_node'),
    maxNodes: integer('max_nodes').notNull(),
    maxTimeLimitSeconds: integer('max_time_limit_seconds').notNull(),
  },
  (table) => [index('partitions_by_center').on(table.centerId), index('partitions_by_cluster').on(table.clusterId)],
);

export const frontEnds = centersSchema.table(
  'front_ends',
  {
    id: text().primaryKey(),
    centerId: text('center_id')
      .notNull()
      .references(() => centers.id),
    name: text().notNull(),
  },
  (table) => [index('front_ends_by_center').on(table.centerId)],
);

export const maintenanceWindows = centersSchema.table(
  'maintenance_windows',
  {
    id: text().primaryKey(),
    centerId: text('center_id')
      .notNull()
      .references(() => centers.id),
    startsAt: timestamp('starts_at', moment).notNull(),
    /** Exclusive. */
    endsAt: timestamp('ends_at', moment).notNull(),
    reason: text().notNull(),
  },
  (table) => [index('maintenance_windows_by_center').on(table.centerId, table.startsAt)],
);

/** The last occupancy that a center's scheduler told of; no row before the first. */
export const occupancies = centersSchema.table('occupancies', {
  centerId: text('center_id')
    .primaryKey()
    .references(() => centers.id),
  observedAt: timestamp('observed_at', moment).notNull(),
  nodesTotal: integer('nodes_total').notNull(),
  nodesAllocated: integer('nodes_allocated').notNull(),
  nodesIdle: integer('nodes_idle').notNull(),
  nodesDown: integer('nodes_down').notNull(),
  coresTotal: integer('cores_total').notNull(),
  coresAllocated: integer('cores_allocated').notNull(),
  coresIdle: integer('cores_idle').notNull(),
  accelerators: jsonb()
    .$type<
      readonly { readonly vendor: string; readonly model: string; readonly total: number; readonly allocated: number }[]
    >()
    .notNull(),
  queueRunning: integer('queue_running').notNull(),
  queuePending: integer('queue_pending').notNull(),
  powerWatts: doublePrecision('power_watts'),
});

/** How long jobs waited for their start: those that still wait, and of those that started the newest of each center. */
export const jobWaits = centersSchema.table(
  'job_waits',
  {
    jobId: text('job_id').primaryKey(),
    centerId: text('center_id')
      .notNull()
      .references(() => centers.id),
    submittedAt: timestamp('submitted_at', moment).notNull(),
    /** Null while it waits, and then so is `waitSeconds`. */
    startedAt: timestamp('started_at', moment),
    waitSeconds: integer('wait_seconds'),
  },
  (table) => [index('job_waits_by_center').on(table.centerId, table.startedAt)],
);
