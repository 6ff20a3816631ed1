import {
  bigserial,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  numeric,
  pgSchema,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { DriverName } from './drivers/scheduler.ts';
import type { SimulatedEnd } from './drivers/simulated/simulatedPlan.ts';
import type { JobState } from './job/job.enum.ts';
import type { ReasonCode } from './job/jobReason.ts';

export const jobsSchema = pgSchema('jobs');

// Milliseconds, as in JavaScript: what is compared with a cursor must not have hidden digits.
const moment = { withTimezone: true, precision: 3, mode: 'date' } as const;

/** One row per job. It is the intent as well: a row that exists is submitted once, and once only, under its id. */
export const jobs = jobsSchema.table(
  'jobs',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    projectId: text('project_id').notNull(),
    submitterId: text('submitter_id').notNull(),
    centerId: text('center_id').notNull(),
    partitionId: text('partition_id').notNull(),
    driver: text().$type<DriverName>().notNull(),
    simulated: boolean().notNull(),
    placementPolicy: text('placement_policy').notNull(),
    script: text().notNull(),
    environment: jsonb().$type<readonly { readonly name: string; readonly value: string }[]>().notNull(),
    cores: integer().notNull(),
    nodes: integer().notNull(),
    accelerators: integer().notNull(),
    memoryMebibytes: integer('memory_mebibytes'),
    timeLimitSeconds: integer('time_limit_seconds').notNull(),
    softwareProductId: text('software_product_id'),
    softwareVersion: text('software_version'),
    submittedAt: timestamp('submitted_at', moment).notNull(),

    state: text().$type<JobState>().notNull(),
    /** When it came into its state, as its scheduler tells the time. */
    stateAt: timestamp('state_at', moment).notNull(),
    /** How many changes of state it has had; the last row of its time line. */
    changes: integer().notNull(),
    isActive: boolean('is_active').notNull(),
    reasonCode: text('reason_code').$type<ReasonCode>(),
    startedAt: timestamp('started_at', moment),
    endedAt: timestamp('ended_at', moment),
    /** Who asked for its end, when it was a person. */
    cancelledBy: text('cancelled_by'),
    cancelReason: text('cancel_reason'),

    nativeId: text('native_id'),
    nativeBase: text('native_base').notNull(),
    nativeFlags: jsonb('native_flags').$type<readonly string[]>().notNull(),
    nativeRaw: text('native_raw').notNull(),
    nativeReason: text('native_reason'),

    exitCode: integer('exit_code'),
    exitSignal: text('exit_signal'),
    cpuSeconds: doublePrecision('cpu_seconds'),
    maxMemoryMebibytes: doublePrecision('max_memory_mebibytes'),
    energyKilowattHours: numeric('energy_kilowatt_hours'),
  },
  (table) => [
    index('jobs_by_project').on(table.projectId, table.submittedAt, table.id),
    index('jobs_by_time').on(table.submittedAt, table.id),
    index('jobs_active_by_driver').on(table.driver, table.isActive),
    index('jobs_by_end').on(table.endedAt),
  ],
);

/** The time line of each job: a row for every change of state, each with an event in the log. */
export const jobStateChanges = jobsSchema.table(
  'job_state_changes',
  {
    jobId: text('job_id')
      .notNull()
      .references(() => jobs.id),
    /** From 1. */
    ordinal: integer().notNull(),
    state: text().$type<JobState>().notNull(),
    at: timestamp(moment).notNull(),
    reason: text(),
    source: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.jobId, table.ordinal] })],
);

/** The centers as they last declared themselves. */
export const knownCenters = jobsSchema.table('known_centers', {
  id: text().primaryKey(),
  code: text().notNull(),
  simulated: boolean().notNull(),
  driver: text().$type<DriverName>().notNull(),
  accessState: text('access_state').notNull(),
  schedulingState: text('scheduling_state').notNull(),
});

/** The partitions of those centers. */
export const knownPartitions = jobsSchema.table(
  'known_partitions',
  {
    id: text().primaryKey(),
    centerId: text('center_id')
      .notNull()
      .references(() => knownCenters.id),
    name: text().notNull(),
    state: text().notNull(),
    isDefault: boolean('is_default').notNull(),
    nodes: integer().notNull(),
    coresPerNode: integer('cores_per_node').notNull(),
    memoryMebibytesPerNode: integer('memory_mebibytes_per_node').notNull(),
    accelerator: jsonb().$type<{ readonly vendor: string; readonly model: string; readonly perNode: number }>(),
    maxNodes: integer('max_nodes').notNull(),
    maxTimeLimitSeconds: integer('max_time_limit_seconds').notNull(),
  },
  (table) => [index('known_partitions_by_center').on(table.centerId)],
);

/** The projects that accounts has told of. */
export const knownProjects = jobsSchema.table('known_projects', { id: text().primaryKey() });

/** What the simulated schedulers hold: a job, and what will become of it. */
export const simulatedJobs = jobsSchema.table('simulated_jobs', {
  key: text().primaryKey(),
  /** Order of submission, which is the scheduler's own number of the job. */
  number: bigserial({ mode: 'number' }).notNull(),
  name: text().notNull(),
  cores: integer().notNull(),
  queuedAt: timestamp('queued_at', moment).notNull(),
  waitSeconds: doublePrecision('wait_seconds').notNull(),
  runSeconds: doublePrecision('run_seconds').notNull(),
  end: jsonb().$type<SimulatedEnd>().notNull(),
  cancelledAt: timestamp('cancelled_at', moment),
});
