import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import type { Database } from '../../kit/database/database.ts';
import { change } from '../../kit/log/change.ts';
import type { LinkReading, LinkTelemetry } from '../drivers/linkTelemetry.ts';
import type { LinkRow } from '../topology/topology.row.ts';
import { linkMeasuredEvent } from './link.events.ts';
import { type LinkSampleRepository, newestSamples, recordSamples } from './linkSample.repository.ts';

export interface LinkSamplerOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly samples: LinkSampleRepository;
  /** The links to measure, asked for at each round. */
  readonly links: () => Promise<readonly LinkRow[]>;
  readonly telemetryOf: (link: LinkRow) => LinkTelemetry;
}

/** Measures links now and then. */
export interface LinkSampler {
  /** Takes the first sample and goes on in the background; a failure is logged and tried again at the next round. */
  start(): Promise<void>;
  close(): Promise<void>;
}

const everyMs = 10_000;
/** Sources that measure by differences can say something after this. */
const secondRoundMs = 1_000;
const keepMs = 4 * 3_600_000;
const trimEveryMs = 600_000;

/** All links, each by its source; a source that is away costs its own links only. */
async function measure(
  options: LinkSamplerOptions,
  links: readonly LinkRow[],
  at: Date,
): Promise<readonly LinkReading[]> {
  const bySource = new Map<LinkTelemetry, LinkRow[]>();
  for (const link of links) {
    const source = options.telemetryOf(link);
    bySource.set(source, [...(bySource.get(source) ?? []), link]);
  }
  const readings = await Promise.all(
    [...bySource].map(([source, measured]) =>
      source.measure(measured, at).catch((error: unknown) => {
        options.log.warn({ err: error, links: measured.length }, 'links could not be measured');
        return [];
      }),
    ),
  );
  return readings.flat();
}

/** Writes the samples and says so in the log, in one transaction. */
async function record(
  db: Database,
  links: readonly LinkRow[],
  readings: readonly LinkReading[],
  at: Date,
): Promise<void> {
  const linkById = new Map(links.map((link) => [link.id, link]));
  const samples = readings.map((reading) => ({
    ...reading,
    measuredAt: at,
    state: linkById.get(reading.linkId)?.state ?? null,
  }));
  const keys = samples.map(({ linkId }) => linkId);
  await change(db, keys, async (tx) => {
    const earlier = await newestSamples(tx, keys, new Date(at.getTime() - 1));
    const previousById = new Map(earlier.map((sample) => [sample.linkId, sample]));
    const written = await recordSamples(tx, samples);
    const events = written.map((sample) => {
      const previous = previousById.get(sample.linkId) ?? null;
      return linkMeasuredEvent({ sample, previous, capacityBps: linkById.get(sample.linkId)?.capacityBps ?? null });
    });
    await tx.append(...events);
  });
}

/**
 * Measures all links at the start, those that say nothing then a second later, and all of them every ten seconds on the clock: of several
 * processes the first to write a time is the one that counts.
 */
export function linkSampler(options: LinkSamplerOptions): LinkSampler {
  const { db, clock, log } = options;
  const closing = new AbortController();
  const measured = new Set<string>();
  let running: Promise<void> = Promise.resolve();
  let trimmedAt = 0;

  const round = async (at: Date, which: (link: LinkRow) => boolean): Promise<void> => {
    try {
      const links = (await options.links()).filter(which);
      const readings = await measure(options, links, at);
      for (const { linkId } of readings) measured.add(linkId);
      if (readings.length > 0) await record(db, links, readings, at);
      if (at.getTime() - trimmedAt < trimEveryMs) return;
      trimmedAt = at.getTime();
      await options.samples.removeBefore(new Date(at.getTime() - keepMs));
    } catch (error) {
      if (!closing.signal.aborted) log.error({ err: error }, 'the load of links could not be recorded');
    }
  };

  const onwards = async (): Promise<void> => {
    const { signal } = closing;
    await clock.sleep(secondRoundMs, signal);
    await round(clock.now(), ({ id }) => !measured.has(id));
    for (;;) {
      const next = (Math.floor(clock.now().getTime() / everyMs) + 1) * everyMs;
      await clock.sleep(next - clock.now().getTime(), signal);
      // A timer may fire a moment early; the time of the round is the one that was waited for.
      await round(new Date(next), () => true);
    }
  };

  return {
    async start() {
      await round(clock.now(), () => true);
      running = onwards().catch((error: unknown) => {
        if (!closing.signal.aborted) log.error({ err: error }, 'links are no longer measured');
      });
    },
    async close() {
      closing.abort(new Error('The subgraph is closing'));
      await running;
    },
  };
}
