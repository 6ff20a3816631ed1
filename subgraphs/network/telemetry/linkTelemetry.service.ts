import type { Clock } from '../../../lib/clock.ts';
import { ClientError } from '../../../lib/errors.ts';
import type { EventLog, LoggedEvent } from '../../kit/log/eventLog.ts';
import { type LiveFields, live } from '../../kit/log/live.ts';
import type { LinkView, Topology } from '../topology/topology.row.ts';
import { linkTopic, parseLinkMeasured } from './link.events.ts';
import type { LinkMean } from './linkSample.repository.ts';

/** Root value of a `LinkTelemetryEvent`, beside what every event carries. */
export interface LinkTelemetryValue {
  readonly link: LinkView;
}

export interface LinkTelemetryPorts {
  readonly events: EventLog;
  readonly clock: Clock;
  readonly topology: () => Promise<Topology>;
  /** Newest measurements, of the last minute. */
  readonly means: (linkIds: readonly string[], windowSeconds: number, until: Date) => Promise<readonly LinkMean[]>;
}

const mostNamedInAnError = 5;
const newestWithinSeconds = 60;

/** The ids asked for, all when null. Throws ClientError for one that is no link's. */
function wantedLinks(topology: Topology, linkIds: readonly string[] | null): readonly string[] {
  if (linkIds === null) return [...topology.links.keys()];
  if (linkIds.length === 0) {
    const says = 'The argument `linkIds` is an empty list: name at least one link, or leave it out for all of them.';
    throw new ClientError('BAD_USER_INPUT', says, { argument: 'linkIds' });
  }
  const unknown = linkIds.filter((id) => !topology.links.has(id));
  if (unknown.length === 0) return [...new Set(linkIds)];
  const named = unknown.slice(0, mostNamedInAnError).map((id) => JSON.stringify(id.slice(0, 100)));
  const says = `There is no link with the id ${named.join(', ')}. The field \`links\` lists them.`;
  throw new ClientError('NOT_FOUND', says, { argument: 'linkIds' });
}

export function linkTelemetryService(ports: LinkTelemetryPorts) {
  const { events, clock, topology, means } = ports;

  /** The links as they are at this time; loads are those up to it. */
  const present = async (linkIds: readonly string[]) => {
    const now = clock.now();
    const [{ links }, newest] = await Promise.all([topology(), means(linkIds, newestWithinSeconds, now)]);
    const measuredAt = new Map(newest.map((mean) => [mean.linkId, mean.measuredAt]));
    return linkIds.flatMap((id) => {
      const link = links.get(id);
      const occurredAt = measuredAt.get(id) ?? now;
      return link === undefined ? [] : [{ value: { link: { ...link, asOf: occurredAt } }, occurredAt }];
    });
  };

  const onEvent = async (event: LoggedEvent): Promise<LinkTelemetryValue | null> => {
    const { linkId, measuredAt } = parseLinkMeasured(event.payload);
    const link = (await topology()).links.get(linkId);
    return link === undefined ? null : { link: { ...link, asOf: measuredAt } };
  };

  return {
    /** The links (all for null) as they are, then each measurement. Rejects with ClientError for an id that is no link's. */
    async watch(
      linkIds: readonly string[] | null,
      after: string | null,
    ): Promise<AsyncIterableIterator<LinkTelemetryValue & LiveFields>> {
      const wanted = wantedLinks(await topology(), linkIds);
      const keys = linkIds === null ? {} : { keys: wanted };
      return live({ events, after, topics: [linkTopic], ...keys, snapshot: () => present(wanted), onEvent });
    },
  };
}
export type LinkTelemetryService = ReturnType<typeof linkTelemetryService>;
