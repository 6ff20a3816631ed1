import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  pgSchema,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import type { Severity } from '../kit/schema/severity.ts';
import type { EndpointKind } from './endpoint/endpoint.enum.ts';
import type { AlarmState, IpVersion, LinkKind, LinkState } from './topology/link.enum.ts';
import type { ChecksumState, TransferState } from './transfer/transfer.enum.ts';

export const networkSchema = pgSchema('network');

// Milliseconds, as in JavaScript: what is compared with a cursor must not have hidden digits.
const moment = { withTimezone: true, precision: 3, mode: 'date' } as const;

/** Bits per second and bytes: 2^53 is 9 petabytes, more than one transfer moves. */
const amount = { mode: 'number' } as const;

export const nodes = networkSchema.table('nodes', {
  id: text().primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  city: text(),
  latitude: doublePrecision(),
  longitude: doublePrecision(),
  simulated: boolean().notNull(),
  /** Lists are in this order. */
  place: integer().notNull(),
});

export const links = networkSchema.table('links', {
  id: text().primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  kind: text().$type<LinkKind>().notNull(),
  fromId: text('from_id')
    .notNull()
    .references(() => nodes.id),
  toId: text('to_id')
    .notNull()
    .references(() => nodes.id),
  capacityBps: bigint('capacity_bps', amount),
  state: text().$type<LinkState>().notNull(),
  simulated: boolean().notNull(),
  /** Lists are in this order. */
  place: integer().notNull(),
});

export const accessCircuits = networkSchema.table('access_circuits', {
  id: text().primaryKey(),
  centerId: text('center_id').notNull().unique(),
  linkId: text('link_id')
    .notNull()
    .references(() => links.id),
  nodeId: text('node_id')
    .notNull()
    .references(() => nodes.id),
  ipVersion: text('ip_version').$type<IpVersion>().notNull(),
});

/** What was measured; only the last hours are kept. */
export const linkSamples = networkSchema.table(
  'link_samples',
  {
    linkId: text('link_id').notNull(),
    measuredAt: timestamp('measured_at', moment).notNull(),
    inBps: doublePrecision('in_bps').notNull(),
    outBps: doublePrecision('out_bps').notNull(),
    /** The state of the link then; null for samples of versions that did not keep it. */
    state: text().$type<LinkState>(),
  },
  (table) => [
    primaryKey({ columns: [table.linkId, table.measuredAt] }),
    index('link_samples_by_time').on(table.measuredAt),
  ],
);

export const alarms = networkSchema.table(
  'alarms',
  {
    id: text().primaryKey(),
    linkId: text('link_id')
      .notNull()
      .references(() => links.id),
    severity: text().$type<Severity>().notNull(),
    state: text().$type<AlarmState>().notNull(),
    summary: text().notNull(),
    raisedAt: timestamp('raised_at', moment).notNull(),
  },
  (table) => [index('alarms_by_link').on(table.linkId, table.raisedAt)],
);

export const endpoints = networkSchema.table('endpoints', {
  id: text().primaryKey(),
  name: text().notNull(),
  kind: text().$type<EndpointKind>().notNull(),
  region: text(),
  simulated: boolean().notNull(),
  centerId: text('center_id'),
  nodeId: text('node_id').references(() => nodes.id),
  ipVersion: text('ip_version').$type<IpVersion>().notNull(),
  /** Name of its folder among the endpoints' folders on this machine; null for a simulated one. */
  folder: text(),
  /** Lists are in this order. */
  place: integer().notNull(),
});

export const transfers = networkSchema.table(
  'transfers',
  {
    id: text().primaryKey(),
    projectId: text('project_id').notNull(),
    jobId: text('job_id'),
    /** What it is to its job: IN brings data to it, OUT takes data away; null when it is neither. */
    stage: text().$type<'IN' | 'OUT'>(),
    submitterId: text('submitter_id'),
    sourceEndpointId: text('source_endpoint_id')
      .notNull()
      .references(() => endpoints.id),
    sourcePath: text('source_path').notNull(),
    destinationEndpointId: text('destination_endpoint_id')
      .notNull()
      .references(() => endpoints.id),
    destinationPath: text('destination_path').notNull(),
    bandwidthLimitBps: bigint('bandwidth_limit_bps', amount),
    simulated: boolean().notNull(),
    state: text().$type<TransferState>().notNull(),
    bytesTotal: bigint('bytes_total', amount),
    bytesDone: bigint('bytes_done', amount).notNull(),
    /** Bytes that travelled, which those found at the destination did not. */
    bytesMoved: bigint('bytes_moved', amount).notNull(),
    bytesVerified: bigint('bytes_verified', amount).notNull(),
    filesTotal: integer('files_total'),
    filesDone: integer('files_done').notNull(),
    /** How long bytes have been travelling, over all attempts. */
    activeMs: bigint('active_ms', amount).notNull(),
    currentBps: doublePrecision('current_bps'),
    meanBps: doublePrecision('mean_bps'),
    peakBps: doublePrecision('peak_bps'),
    etaSeconds: integer('eta_seconds'),
    faults: integer().notNull(),
    /** How often it was begun or taken up again; whoever works on it writes only while this is theirs. */
    attempts: integer().notNull(),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    checksumState: text('checksum_state').$type<ChecksumState>().notNull(),
    checksumMismatches: integer('checksum_mismatches').notNull(),
    cancelRequestedAt: timestamp('cancel_requested_at', moment),
    cancelReason: text('cancel_reason'),
    createdAt: timestamp('created_at', moment).notNull(),
    startedAt: timestamp('started_at', moment),
    endedAt: timestamp('ended_at', moment),
    updatedAt: timestamp('updated_at', moment).notNull(),
  },
  (table) => [
    index('transfers_by_project').on(table.projectId, table.createdAt, table.id),
    index('transfers_by_time').on(table.createdAt, table.id),
    index('transfers_by_job').on(table.jobId),
    index('transfers_by_state').on(table.state, table.createdAt),
  ],
);

/** The files and folders of transfers, as far as they have come. */
export const transferEntries = networkSchema.table(
  'transfer_entries',
  {
    transferId: text('transfer_id')
      .notNull()
      .references(() => transfers.id),
    /** Below the source's path; empty when the source is one file. */
    path: text().notNull(),
    kind: text().$type<'FILE' | 'FOLDER'>().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    /** What the source looked like when it was found: another stamp is another content. */
    sourceStamp: text('source_stamp').notNull(),
    state: text().$type<'PENDING' | 'COPYING' | 'DONE'>().notNull(),
    /** Bytes of it that are safely in the staging file. */
    bytesDone: bigint('bytes_done', amount).notNull(),
    sha256: text(),
    destinationStamp: text('destination_stamp'),
  },
  (table) => [primaryKey({ columns: [table.transferId, table.path] })],
);

/** Projects that exist, as far as accounts has told. */
export const knownProjects = networkSchema.table('known_projects', {
  id: text().primaryKey(),
});

/** Jobs that exist, as far as jobs has told. */
export const knownJobs = networkSchema.table('known_jobs', {
  id: text().primaryKey(),
  projectId: text('project_id').notNull(),
  centerId: text('center_id').notNull(),
  ended: boolean().notNull(),
});
