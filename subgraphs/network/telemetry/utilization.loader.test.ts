import { describe, expect, it } from 'vitest';
import type { LinkRow } from '../topology/topology.row.ts';
import { utilizationLoader } from './utilization.loader.ts';

const now = new Date('2026-03-02T08:00:00Z');

const link = (id: string, capacityBps: number | null): LinkRow => ({
  id,
  nameZh: id,
  nameEn: id,
  kind: 'BACKBONE',
  fromId: 'a',
  toId: 'b',
  capacityBps,
  state: 'UP',
  simulated: true,
});

describe('the utilization of links', () => {
  it('is read for all links of a window and a time in one query', async () => {
    const asked: unknown[] = [];
    const load = utilizationLoader(
      async (linkIds, windowSeconds, until) => {
        asked.push([[...linkIds], windowSeconds, until.toISOString()]);
        return linkIds.map((linkId) => ({ linkId, inBps: 50, outBps: 20, measuredAt: until }));
      },
      () => now,
    );
    const asOf = new Date('2026-03-02T07:00:00Z');
    const loaded = await Promise.all([
      load(link('one', 100), 60),
      load(link('two', null), 60),
      load(link('one', 100), 300),
      load({ ...link('one', 100), asOf }, 60),
    ]);
    expect(asked).toEqual([
      [['one', 'two'], 60, '2026-03-02T08:00:00.000Z'],
      [['one'], 300, '2026-03-02T08:00:00.000Z'],
      [['one'], 60, '2026-03-02T07:00:00.000Z'],
    ]);
    expect(loaded.map((value) => value?.percent)).toEqual([50, null, 50, 50]);
    expect(loaded[0]).toMatchObject({ inBps: 50, outBps: 20, windowSeconds: 60, simulated: true });
  });

  it('is null where nothing was measured', async () => {
    const load = utilizationLoader(
      () => Promise.resolve([]),
      () => now,
    );
    expect(await load(link('one', 100), 60)).toBeNull();
  });
});
