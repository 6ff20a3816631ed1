import type { Clock } from '../../../lib/clock.ts';
import { filterList, requireKnown } from '../../kit/filterList.ts';
import type { EventLog, LoggedEvent } from '../../kit/log/eventLog.ts';
import { type LiveFields, live } from '../../kit/log/live.ts';
import { minIntervalMs } from '../../kit/log/minInterval.ts';
import type { LinkView, Topology } from '../topology/topology.row.ts';
import { linkTopic, parseLinkMeasured } from './link.events.ts';
import type { LinkSample } from './linkSample.repository.ts';
import { percentOfCapacity } from './percentOfCapacity.ts';
import { fits, isWatched, type LinkTelemetryFilter, type WatchedLinks, watchedLinks } from './watchedLinks.ts';

/** Root value of a `LinkTelemetryEvent`, beside what every event carries. */
export interface LinkTelemetryValue {
  readonly link: LinkView;
}

/** What to watch, and how. */
export interface LinkTelemetryRequest {
  readonly linkIds?: readonly string[] | null;
  readonly filter?: LinkTelemetryFilter | null;
  readonly minIntervalSeconds?: number | null;
  readonly after?: string | null;
}

export interface LinkTelemetryPorts {
  readonly events: EventLog;
  readonly clock: Clock;
  readonly topology: () => Promise<Topology>;
  /** The newest sample of each link that has one up to a time. */
  readonly newest: (linkIds: readonly string[], until: Date) => Promise<readonly LinkSample[]>;
}

/** An older sample is not how a link is now. */
const newestWithinMs = 60_000;

/** True for what comes again and again: a measurement at which the state is what it was. */
function mayWait({ payload }: LoggedEvent): boolean {
  const { now, previous } = parseLinkMeasured(payload);
  return now === undefined || previous == null || previous.state === null || previous.state === now.state;
}

export function linkTelemetryService(ports: LinkTelemetryPorts) {
  const { events, clock, topology, newest } = ports;

  /** The watched ones of these links as they are at this time; loads are those up to it. */
  const present = async (linkIds: readonly string[], watched: WatchedLinks) => {
    const now = clock.now();
    const [{ links }, samples] = await Promise.all([topology(), newest(linkIds, now)]);
    const fresh = samples.filter(({ measuredAt }) => now.getTime() - measuredAt.getTime() < newestWithinMs);
    const sampleOf = new Map(fresh.map((sample) => [sample.linkId, sample]));
    return linkIds.flatMap((id) => {
      const link = links.get(id);
      if (link === undefined) return [];
      const sample = sampleOf.get(id);
      const percent = sample === undefined ? null : percentOfCapacity(sample, link.capacityBps);
      if (!fits({ state: link.state, percent }, watched)) return [];
      const occurredAt = sample?.measuredAt ?? now;
      return [{ key: id, value: { link: { ...link, asOf: occurredAt } }, occurredAt }];
    });
  };

  const onEvent = async (event: LoggedEvent): Promise<LinkTelemetryValue | null> => {
    const { linkId, measuredAt, now } = parseLinkMeasured(event.payload);
    const link = (await topology()).links.get(linkId);
    return link === undefined ? null : { link: { ...link, state: now?.state ?? link.state, asOf: measuredAt } };
  };

  return {
    /**
     * The watched links as they are, then each measurement. Rejects with ClientError BAD_USER_INPUT for an impossible filter or
     * interval, NOT_FOUND for an id that is no link's.
     */
    async watch(request: LinkTelemetryRequest): Promise<AsyncIterableIterator<LinkTelemetryValue & LiveFields>> {
      const ids = filterList(request.linkIds, 'linkIds');
      const watched = watchedLinks(request.filter ?? {});
      const intervalMs = minIntervalMs(request.minIntervalSeconds);
      const { links } = await topology();
      const wanted = [...(ids ?? links.keys())];
      requireKnown(wanted, (id) => links.has(id), { argument: 'linkIds', thing: 'link', listedBy: 'links' });
      return live({
        events,
        after: request.after,
        topics: [linkTopic],
        ...(ids === null ? {} : { keys: wanted }),
        isWanted: ({ payload }) => isWatched(parseLinkMeasured(payload), watched),
        thinning: { clock, minIntervalMs: intervalMs, mayWait },
        snapshot: () => present(wanted, watched),
        onEvent,
      });
    },
  };
}
export type LinkTelemetryService = ReturnType<typeof linkTelemetryService>;
