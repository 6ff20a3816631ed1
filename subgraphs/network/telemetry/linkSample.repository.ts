import { and, asc, desc, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import type { LinkReading } from '../drivers/linkTelemetry.ts';
import { linkSamples, links } from '../tables.ts';
import type { LinkState } from '../topology/link.enum.ts';

/** The load of a link as the mean over a time. */
export interface LinkMean {
  readonly linkId: string;
  readonly inBps: number;
  readonly outBps: number;
  /** When the last sample of the mean was taken. */
  readonly measuredAt: Date;
}

/** The load of a link at a moment. */
export interface LinkSample extends LinkReading {
  readonly measuredAt: Date;
  /** Its state then; null when that was not kept. */
  readonly state: LinkState | null;
}

/** Writes samples; gives those that no other process had written. */
export async function recordSamples(tx: Transaction, samples: readonly LinkSample[]): Promise<readonly LinkSample[]> {
  if (samples.length === 0) return [];
  return tx
    .insert(linkSamples)
    .values([...samples])
    .onConflictDoNothing()
    .returning();
}

/** The newest sample of each of these links that has one up to a time, in no order. */
export async function newestSamples(
  db: Database | Transaction,
  linkIds: readonly string[],
  until: Date,
): Promise<readonly LinkSample[]> {
  const newest = db
    .select()
    .from(linkSamples)
    .where(and(eq(linkSamples.linkId, links.id), lte(linkSamples.measuredAt, until)))
    .orderBy(desc(linkSamples.measuredAt))
    .limit(1)
    .as('newest');
  const { linkId, inBps, outBps, measuredAt, state } = newest;
  return db
    .select({ linkId, inBps, outBps, measuredAt, state })
    .from(links)
    .crossJoinLateral(newest)
    .where(inArray(links.id, [...linkIds]));
}

export function linkSampleRepository(db: Database) {
  return {
    /** Means over `windowSeconds` up to a time, by link; links without a sample in it are left out. */
    async means(linkIds: readonly string[], windowSeconds: number, until: Date): Promise<readonly LinkMean[]> {
      const from = new Date(until.getTime() - windowSeconds * 1_000);
      return db
        .select({
          linkId: linkSamples.linkId,
          inBps: sql<number>`avg(${linkSamples.inBps})`.mapWith(Number),
          outBps: sql<number>`avg(${linkSamples.outBps})`.mapWith(Number),
          measuredAt: sql<Date>`max(${linkSamples.measuredAt})`.mapWith(linkSamples.measuredAt),
        })
        .from(linkSamples)
        .where(
          and(
            // One parameter however many links there are, so that the statement stays the same.
            sql`${linkSamples.linkId} = any(${sql.param(arrayText(linkIds))}::text[])`,
            gt(linkSamples.measuredAt, from),
            lte(linkSamples.measuredAt, until),
          ),
        )
        .groupBy(linkSamples.linkId)
        .orderBy(asc(linkSamples.linkId));
    },

    /** The newest sample of each of these links that has one up to a time, in no order. */
    newest: (linkIds: readonly string[], until: Date): Promise<readonly LinkSample[]> =>
      newestSamples(db, linkIds, until),

    /** Takes away what was measured before a time. */
    async removeBefore(time: Date): Promise<void> {
      await db.delete(linkSamples).where(lte(linkSamples.measuredAt, time));
    },
  };
}
export type LinkSampleRepository = ReturnType<typeof linkSampleRepository>;

/** The text form of an array of PostgreSQL. */
function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}
