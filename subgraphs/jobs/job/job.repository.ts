import { and, asc, count, desc, eq, getTableColumns, gte, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import type { ListLength } from '../../kit/pageLoader.ts';
import { olderThan, type PageRequest } from '../../kit/pagination.ts';
import type { DriverName, SchedulerJob } from '../drivers/scheduler.ts';
import { jobStateChanges, jobs } from '../tables.ts';
import type { JobState } from './job.enum.ts';
import type { JobRow, JobStateChangeRow } from './jobRow.ts';

type Reader = Database | Transaction;

// A script may have a megabyte: only the scheduler needs it.
const { script: _script, environment: _environment, ...columns } = getTableColumns(jobs);

/** Which jobs: those that fit every field that is set. */
export interface JobFilter {
  readonly active?: boolean | null | undefined;
  readonly states?: readonly JobState[] | null | undefined;
  readonly projectId?: string | null | undefined;
  readonly centerId?: string | null | undefined;
}

function conditionOf(
  { active, states, projectId, centerId }: JobFilter,
  projects: readonly string[] | null,
): SQL | undefined {
  return and(
    active == null ? undefined : eq(jobs.isActive, active),
    states == null ? undefined : inArray(jobs.state, [...states]),
    projectId == null ? undefined : eq(jobs.projectId, projectId),
    centerId == null ? undefined : eq(jobs.centerId, centerId),
    projects === null ? undefined : inArray(jobs.projectId, [...projects]),
  );
}

/** Up to one more than a page of the jobs of these projects (null: of all), the newest first. */
export function listJobs(
  db: Reader,
  filter: JobFilter,
  projects: readonly string[] | null,
  { limit, after }: PageRequest,
): Promise<readonly JobRow[]> {
  return db
    .select(columns)
    .from(jobs)
    .where(and(conditionOf(filter, projects), olderThan(jobs.submittedAt, jobs.id, after)))
    .orderBy(desc(jobs.submittedAt), desc(jobs.id))
    .limit(limit + 1);
}

/** How many jobs of these projects (null: of all) fit. */
export async function countJobs(db: Reader, filter: JobFilter, projects: readonly string[] | null): Promise<number> {
  const [row] = await db.select({ total: count() }).from(jobs).where(conditionOf(filter, projects));
  return row?.total ?? 0;
}

/** Up to one more than a page of each of these projects, each list newest first. */
export async function pagesOfProjects(
  db: Reader,
  filter: JobFilter,
  projects: readonly string[],
  { limit, after }: PageRequest,
): Promise<readonly JobRow[]> {
  const newestFirst = sql`partition by ${jobs.projectId} order by ${jobs.submittedAt} desc, ${jobs.id} desc`;
  const placed = db
    .select({ id: jobs.id, place: sql<number>`row_number() over (${newestFirst})`.as('place') })
    .from(jobs)
    .where(and(conditionOf(filter, projects), olderThan(jobs.submittedAt, jobs.id, after)))
    .as('placed');
  return await db
    .select(columns)
    .from(jobs)
    .innerJoin(placed, eq(jobs.id, placed.id))
    .where(lte(placed.place, limit + 1))
    .orderBy(desc(jobs.submittedAt), desc(jobs.id));
}

/** How many jobs each of these projects has that fit. */
export function countJobsByProject(
  db: Reader,
  filter: JobFilter,
  projects: readonly string[],
): Promise<readonly ListLength[]> {
  return db
    .select({ key: jobs.projectId, length: count() })
    .from(jobs)
    .where(conditionOf(filter, projects))
    .groupBy(jobs.projectId);
}

/** The jobs with these ids, in no order. */
export function jobsById(db: Reader, ids: readonly string[]): Promise<readonly JobRow[]> {
  return db
    .select(columns)
    .from(jobs)
    .where(inArray(jobs.id, [...ids]));
}

/** One job; null when there is none. */
export async function jobById(db: Reader, id: string): Promise<JobRow | null> {
  const [row] = await jobsById(db, [id]);
  return row ?? null;
}

/** The jobs of these projects (null: of all) that have not ended, or not before `endedSince`, the oldest first. */
export function presentJobs(
  tx: Transaction,
  filter: JobFilter,
  projects: readonly string[] | null,
  endedSince: Date,
): Promise<readonly JobRow[]> {
  return tx
    .select(columns)
    .from(jobs)
    .where(and(conditionOf(filter, projects), or(eq(jobs.isActive, true), gte(jobs.endedAt, endedSince))))
    .orderBy(asc(jobs.submittedAt), asc(jobs.id));
}

/** The time lines of these jobs, each from its beginning. */
export function stateChangesOf(db: Reader, jobIds: readonly string[]): Promise<readonly JobStateChangeRow[]> {
  return db
    .select()
    .from(jobStateChanges)
    .where(inArray(jobStateChanges.jobId, [...jobIds]))
    .orderBy(asc(jobStateChanges.jobId), asc(jobStateChanges.ordinal));
}

/** What a scheduler must be told of a job. */
export async function schedulerJob(db: Reader, id: string): Promise<SchedulerJob | null> {
  const [row] = await db.select().from(jobs).where(eq(jobs.id, id));
  return row === undefined ? null : { ...row, key: row.id };
}

/** The jobs of a driver that have not ended, in the order of submission. */
export function activeJobs(db: Reader, driver: DriverName): Promise<readonly JobRow[]> {
  return db
    .select(columns)
    .from(jobs)
    .where(and(eq(jobs.driver, driver), eq(jobs.isActive, true)))
    .orderBy(asc(jobs.submittedAt), asc(jobs.id));
}

/** A job with what its scheduler needs, as it is written first. */
export interface NewJob extends JobRow {
  readonly script: string;
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

/** Writes a job that is not there yet; false when it is. */
export async function insertJob(tx: Transaction, job: NewJob): Promise<boolean> {
  const written = await tx.insert(jobs).values(job).onConflictDoNothing().returning({ id: jobs.id });
  return written.length > 0;
}

/** Locks a job's row against other changes and reads it; null when there is none. */
export async function lockJob(tx: Transaction, id: string): Promise<JobRow | null> {
  const [row] = await tx.select(columns).from(jobs).where(eq(jobs.id, id)).for('update');
  return row ?? null;
}

/** Writes what is not fixed at submission. */
export async function updateJob(tx: Transaction, job: JobRow): Promise<void> {
  const { id, ...values } = job;
  await tx.update(jobs).set(values).where(eq(jobs.id, id));
}

export async function insertStateChange(tx: Transaction, change: JobStateChangeRow): Promise<void> {
  await tx.insert(jobStateChanges).values(change);
}
