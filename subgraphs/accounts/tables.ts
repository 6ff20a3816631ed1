import { index, pgSchema, text, timestamp, unique } from 'drizzle-orm/pg-core';
import type { PlatformRole, ProjectRole } from '../../lib/viewer.ts';

export const accountsSchema = pgSchema('accounts');

// Milliseconds, as in JavaScript: what is compared with a cursor must not have hidden digits.
const moment = { withTimezone: true, precision: 3, mode: 'date' } as const;

export const organizations = accountsSchema.table('organizations', {
  id: text().primaryKey(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  /** Since when the graph lists it; lists are in this order. */
  listedAt: timestamp('listed_at', moment).notNull(),
});

export const users = accountsSchema.table('users', {
  id: text().primaryKey(),
  displayName: text('display_name').notNull(),
  email: text(),
  homeOrganizationId: text('home_organization_id').references(() => organizations.id),
  platformRoles: text('platform_roles').array().$type<PlatformRole[]>().notNull(),
});

/** Under which names identity providers know a person. */
export const identities = accountsSchema.table(
  'identities',
  {
    id: text().primaryKey(),
    issuer: text().notNull(),
    subject: text().notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
  },
  (table) => [unique('identities_by_name').on(table.issuer, table.subject)],
);

export const projects = accountsSchema.table(
  'projects',
  {
    id: text().primaryKey(),
    nameEn: text('name_en').notNull(),
    nameZh: text('name_zh'),
    state: text().$type<'ACTIVE' | 'SUSPENDED' | 'CLOSED'>().notNull(),
    organizationId: text('organization_id')
      .notNull()
      .references(() => organizations.id),
    createdAt: timestamp('created_at', moment).notNull(),
  },
  (table) => [index('projects_by_organization').on(table.organizationId)],
);

export const memberships = accountsSchema.table(
  'memberships',
  {
    id: text().primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    role: text().$type<ProjectRole>().notNull(),
    since: timestamp(moment).notNull(),
  },
  (table) => [
    unique('memberships_once').on(table.projectId, table.userId),
    index('memberships_by_user').on(table.userId),
  ],
);

export const incidents = accountsSchema.table(
  'incidents',
  {
    id: text().primaryKey(),
    centerId: text('center_id').notNull(),
    severity: text().$type<'INFO' | 'MINOR' | 'MAJOR' | 'CRITICAL'>().notNull(),
    title: text().notNull(),
    openedAt: timestamp('opened_at', moment).notNull(),
    /** Null while it is open. */
    resolvedAt: timestamp('resolved_at', moment),
  },
  (table) => [index('incidents_by_center').on(table.centerId, table.openedAt)],
);

/** What people did to jobs and how the jobs ended; each fact carries the project whose members may read it. */
export const auditEvents = accountsSchema.table(
  'audit_events',
  {
    id: text().primaryKey(),
    jobId: text('job_id').notNull(),
    projectId: text('project_id').notNull(),
    action: text().notNull(),
    /** Null when no person did it. */
    actorId: text('actor_id'),
    at: timestamp(moment).notNull(),
  },
  (table) => [
    index('audit_events_by_job').on(table.jobId, table.at, table.id),
    unique('audit_events_once').on(table.jobId, table.action, table.at),
  ],
);
