import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/log.ts';
import { anonymous } from '../../../lib/viewer.ts';
import { deadline } from '../../../test/kit/deadline.ts';
import { type HandClock, handClock } from '../../../test/kit/handClock.ts';
import { type OpenedSubgraph, openedSubgraph } from '../../../test/kit/openedSubgraph.ts';
import type { NetworkContext } from '../context.ts';
import { network } from '../subgraph.ts';
import { linkSampleRepository } from './linkSample.repository.ts';
import { linkSampler } from './linkSampler.ts';
import type { LinkTelemetryValue } from './linkTelemetry.service.ts';

const begun = Date.parse('2026-03-02T07:00:03Z');

type Watched = LinkTelemetryValue & { readonly cursor: string; readonly occurredAt: Date };

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
    contextOf().services.linkTelemetry.watch(linkIds, after);
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
