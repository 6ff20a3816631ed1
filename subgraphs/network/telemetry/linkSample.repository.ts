import { and, asc, gt, lte, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import type { LinkReading } from '../drivers/linkTelemetry.ts';
import { linkSamples } from '../tables.ts';

/** The load of a link as the mean over a time. */
export interface LinkMean {
  readonly linkId: string;
  readonly inBps: number;
  readonly outBps: number;
  /** When the last sample of the mean was taken. */
  readonly measuredAt: Date;
}

/** Writes the samples of one time; gives those that no other process had written. */
export async function recordSamples(
  tx: Transaction,
  readings: readonly LinkReading[],
  measuredAt: Date,
): Promise<readonly LinkReading[]> {
  if (readings.length === 0) return [];
  return tx
    .insert(linkSamples)
    .values(readings.map((reading) => ({ ...reading, measuredAt })))
    .onConflictDoNothing()
    .returning({ linkId: linkSamples.linkId, inBps: linkSamples.inBps, outBps: linkSamples.outBps });
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
