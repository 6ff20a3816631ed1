import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/log.ts';
import { anonymous } from '../../../lib/viewer.ts';
import { deadline } from '../../../test/kit/deadline.ts';
import { type HandClock, handClock } from '../../../test/kit/handClock.ts';
import { type OpenedSubgraph, openedSubgraph } from '../../../test/kit/openedSubgraph.ts';
import type { LiveFields } from '../../kit/log/live.ts';
import type { NetworkContext } from '../context.ts';
import { network } from '../subgraph.ts';
import type { LinkState } from '../topology/link.enum.ts';
import type { LinkRow } from '../topology/topology.row.ts';
import { linkSampleRepository } from './linkSample.repository.ts';
import { linkSampler } from './linkSampler.ts';
import type { LinkTelemetryRequest, LinkTelemetryValue } from './linkTelemetry.service.ts';

const begun = Date.parse('2026-03-02T07:00:03Z');

type Watched = LinkTelemetryValue & LiveFields;

async function take(events: AsyncIterator<Watched>, count: number): Promise<readonly Watched[]> {
  const taken: Watched[] = [];
  while (taken.length < count) {
    const { value, done } = await events.next();
    if (done === true) throw new Error('The stream ended');
    taken.push(value);
  }
  return taken;
}

describe('the load of links, live', () => {
  let opened: OpenedSubgraph;
  let clock: HandClock;
  beforeAll(async () => {
    clock = handClock(begun);
    opened = await openedSubgraph(network, { clock });
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  const contextOf = (): NetworkContext =>
    opened.open.context({ viewer: anonymous, requestId: 'test' }) as NetworkContext;
  const watch = (linkIds: readonly string[] | null, after: string | null = null) =>
    contextOf().services.linkTelemetry.watch({ linkIds, after });
  /** Lets the sampler finish its round: then it sleeps until the next. */
  const round = async (atMs: number, nextMs: number): Promise<void> => {
    await deadline(() => clock.sleepersUntil(atMs) > 0);
    clock.advance(atMs - clock.now().getTime());
    await deadline(() => clock.sleepersUntil(nextMs) > 0);
  };

  it('begins with each link as it is, then tells each measurement on the clock', async () => {
    const wanted = ['link_access-wuxi', 'link_fiti-beijing-wuhan'];
    const events = await watch(wanted);
    const present = await take(events, 2);
    expect(present.map(({ link }) => link.id)).toEqual(wanted);
    expect(present.map(({ occurredAt }) => occurredAt.getTime())).toEqual([begun, begun]);
    await round(begun + 1_000, begun + 7_000);
    await round(begun + 7_000, begun + 17_000);
    const measured = await take(events, 2);
    expect(measured.map(({ link }) => link.id).sort()).toEqual(wanted);
    for (const { link } of measured) expect(link.asOf).toEqual(new Date('2026-03-02T07:00:10Z'));
    await events.return?.();

    const rest = await watch(wanted, measured[0]?.cursor ?? null);
    expect((await take(rest, 1)).map(({ link }) => link.id)).toEqual([measured[1]?.link.id]);
    await rest.return?.();
  });

  it('shows the load up to the measurement that an event is about', async () => {
    const { loaders } = contextOf();
    const link = (await loaders.topology()).links.get('link_access-wuxi');
    if (link === undefined) throw new Error('The link is gone');
    const atStart = await loaders.utilization({ ...link, asOf: new Date(begun) }, 60);
    const later = await loaders.utilization({ ...link, asOf: new Date(begun + 7_000) }, 60);
    const now = await loaders.utilization(link, 60);
    expect(atStart?.measuredAt).toEqual(new Date(begun));
    expect(later?.measuredAt).toEqual(new Date(begun + 7_000));
    expect(later?.inBps).not.toBe(atStart?.inBps);
    expect(now).toEqual(later);
  });

  it('refuses links that there are not, by name, and an empty list', async () => {
    await expect(watch(['link_local', 'link_none'])).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: /There is no link with the id "link_none"/,
    });
    await expect(watch([])).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('tells of all links when none are named', async () => {
    const events = await watch(null);
    expect(await take(events, 18)).toHaveLength(18);
    await events.return?.();
  });
});

describe('the load of chosen links', () => {
  const busy = 'link_access-wuxi';
  const quiet = 'link_access-jinan';
  let opened: OpenedSubgraph;
  let clock: HandClock;
  let links: ReadonlyMap<string, LinkRow>;
  beforeEach(async () => {
    clock = handClock(begun);
    opened = await openedSubgraph(network, { clock });
    links = (await contextOf().loaders.topology()).links;
  });
  afterEach(() => opened[Symbol.asyncDispose]());

  const contextOf = (): NetworkContext =>
    opened.open.context({ viewer: anonymous, requestId: 'test' }) as NetworkContext;
  const watch = (request: LinkTelemetryRequest) => contextOf().services.linkTelemetry.watch(request);
  const setState = (id: string, state: LinkState) =>
    opened.db.execute(sql`update links set state = ${state} where id = ${id}`);
  /** Measures both links now: the busier direction of each at so many percent of its capacity. */
  const measure = async (percents: Readonly<Record<string, number>>): Promise<void> => {
    clock.advance(1);
    const topology = await contextOf().loaders.topology();
    const sampler = linkSampler({
      db: opened.db,
      clock,
      log: silentLog,
      samples: linkSampleRepository(opened.db),
      links: () => Promise.resolve([busy, quiet].flatMap((id) => topology.links.get(id) ?? [])),
      telemetryOf: () => ({
        measure: (measured) =>
          Promise.resolve(
            measured.map(({ id, capacityBps }) => ({
              linkId: id,
              inBps: ((percents[id] ?? 0) * (capacityBps ?? 0)) / 100,
              outBps: 0,
            })),
          ),
      }),
    });
    await sampler.start();
    await sampler.close();
  };
  const place = async (): Promise<string> => (await opened.events.snapshot(() => Promise.resolve())).cursor;
  const utilizationOf = async ({ link }: Watched): Promise<number | undefined> => {
    const mean = await linkSampleRepository(opened.db).newest([link.id], link.asOf ?? new Date(0));
    return mean[0] && Math.round((100 * mean[0].inBps) / (links.get(link.id)?.capacityBps ?? 0));
  };

  it('tells who watches busy ones when a link becomes busy and when it is so no longer', async () => {
    const filter = { minUtilizationPercent: 80 };
    const after = await place();
    const steps = [
      [70, 10],
      [80, 10],
      [95, 10],
      [40, 10],
      [30, 10],
      [81, 10],
    ] as const;
    for (const [one, other] of steps) await measure({ [busy]: one, [quiet]: other });
    const events = await watch({ filter, after });
    const told = await take(events, 4);
    expect(await Promise.all(told.map(utilizationOf))).toEqual([80, 95, 40, 81]);
    await events.return?.();
    const rest = await watch({ filter, after: told[1]?.cursor ?? null });
    expect(await take(rest, 2)).toEqual(told.slice(2));
    await rest.return?.();
    const present = await watch({ filter });
    expect((await take(present, 1)).map(({ link }) => link.id)).toEqual([busy]);
    await measure({ [busy]: 82, [quiet]: 90 });
    expect((await take(present, 2)).map(({ link }) => link.id).sort()).toEqual([quiet, busy]);
    await present.return?.();
  });

  it('tells who watches links in a state when one comes into it and when it leaves it', async () => {
    const after = await place();
    for (const state of ['UP', 'DOWN', 'DOWN', 'UP', 'UP'] as const) {
      await setState(busy, state);
      await measure({});
    }
    const events = await watch({ linkIds: [busy], filter: { states: ['DOWN'] }, after });
    const told = await take(events, 3);
    expect(told.map(({ link }) => link.state)).toEqual(['DOWN', 'DOWN', 'UP']);
    await events.return?.();
  });

  it('tells each link at the interval that is asked for, and changes of state at once', async () => {
    const after = await place();
    const events = await watch({ linkIds: [busy, quiet], minIntervalSeconds: 30, after });
    for (const percent of [1, 2, 3]) await measure({ [busy]: percent, [quiet]: percent });
    await setState(busy, 'DEGRADED');
    await measure({ [busy]: 4, [quiet]: 4 });
    const told = await take(events, 4);
    const merged = new Map(told.map(({ link, merged: count }) => [`${link.id} ${link.state}`, count]));
    expect(told.slice(0, 2).map(({ merged: count }) => count)).toEqual([0, 0]);
    expect(merged.get(`${busy} DEGRADED`)).toBe(2);
    await events.return?.();
  });

  it('says what is wrong with a filter or an interval', async () => {
    const bad = [
      [{ filter: { states: [] } }, 'filter.states'],
      [{ filter: { minUtilizationPercent: 101 } }, 'filter.minUtilizationPercent'],
      [{ filter: { minUtilizationPercent: -1 } }, 'filter.minUtilizationPercent'],
      [{ minIntervalSeconds: 4_000 }, 'minIntervalSeconds'],
    ] as const;
    for (const [request, argument] of bad)
      await expect(watch(request)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', details: { argument } });
  });
});

describe('the sampler', () => {
  it('writes a time once, whoever of several processes is first, and goes on without a source that is away', async () => {
    const clock = handClock(begun);
    await using opened = await openedSubgraph(network, { clock });
    const samples = linkSampleRepository(opened.db);
    const { links } = await (
      opened.open.context({ viewer: anonymous, requestId: 'test' }) as NetworkContext
    ).loaders.topology();
    const [one, other] = ['link_access-wuxi', 'link_access-jinan'].map((id) => links.get(id));
    if (one === undefined || other === undefined) throw new Error('There are two links');
    const second = linkSampler({
      db: opened.db,
      clock,
      log: silentLog,
      samples,
      links: () => Promise.resolve([one, other]),
      telemetryOf: (link) => ({
        measure: (measured) =>
          link.id === other.id
            ? Promise.reject(new Error('The source is away'))
            : Promise.resolve(measured.map(({ id }) => ({ linkId: id, inBps: 1, outBps: 1 }))),
      }),
    });
    const before = await samples.means([one.id, other.id], 60, clock.now());
    await second.start();
    expect(await samples.means([one.id, other.id], 60, clock.now())).toEqual(before);
    await second.close();
  });
});
