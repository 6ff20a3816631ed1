import { expect, it } from 'vitest';
import { systemClock } from '../../../lib/clock.ts';
import { testDatabase } from '../../../test/kit/database.ts';
import type { JobRow } from '../job/jobRow.ts';
import { keepCenter } from '../known/known.repository.ts';
import type { KnownCenter, KnownPartition } from '../known/knownCenter.ts';
import { occupancyOf } from './occupancy.ts';
import { occupancyTeller } from './occupancyTeller.ts';

const migrations = new URL('../migrations/', import.meta.url);
const noon = new Date('2030-01-01T12:00:00Z');
const after = (seconds: number): Date => new Date(noon.getTime() + seconds * 1_000);

const main: KnownPartition = {
  id: 'partition_x-main',
  centerId: 'center_x',
  name: 'main',
  state: 'UP',
  isDefault: true,
  nodes: 100,
  coresPerNode: 32,
  memoryMebibytesPerNode: 1_024,
  accelerator: { vendor: 'Simulated', model: 'A', perNode: 4 },
  maxNodes: 10,
  maxTimeLimitSeconds: 3_600,
};
const center: KnownCenter = {
  id: 'center_x',
  code: 'x',
  simulated: true,
  driver: 'simulated',
  accessState: 'CONNECTED',
  schedulingState: 'ACTIVE',
  partitions: [main],
};
const thisMachine: KnownCenter = {
  ...center,
  simulated: false,
  partitions: [{ ...main, nodes: 1, coresPerNode: 4, accelerator: null }],
};
const job = (cores: number, startedAt: Date | null) =>
  ({ centerId: 'center_x', partitionId: main.id, cores, nodes: 1, accelerators: 0, startedAt }) as JobRow;

it('counts the jobs of this machine and makes nothing up', () => {
  expect(occupancyOf(thisMachine, [job(1, noon), job(2, noon), job(4, null)], 1, noon)).toEqual({
    nodes: { total: 1, allocated: 1, idle: 0, down: 0 },
    cores: { total: 4, allocated: 3, idle: 1 },
    accelerators: [],
    queue: { running: 2, pending: 1 },
    powerWatts: null,
  });
});

it('gives a simulated center a load that follows from seed and time, with its jobs on top', () => {
  const at = (seconds: number, seed = 1) => occupancyOf(center, [], seed, after(seconds));
  expect(at(0)).toEqual(at(0));
  expect(at(0, 2)).not.toEqual(at(0));
  const day = Array.from({ length: 96 }, (_, quarter) => at(quarter * 900));
  expect(new Set(day.map(({ nodes }) => nodes.allocated)).size).toBeGreaterThan(5);
  for (const { nodes, cores, accelerators, powerWatts } of day) {
    expect(nodes.allocated + nodes.idle + nodes.down).toBe(100);
    expect(nodes.idle).toBeGreaterThanOrEqual(0);
    expect(cores.allocated + cores.idle).toBe(3_200);
    expect(accelerators).toEqual([{ vendor: 'Simulated', model: 'A', total: 400, allocated: nodes.allocated * 4 }]);
    expect(powerWatts).toBeGreaterThan(10_000);
  }
  const busier = occupancyOf(center, [job(32, noon), job(32, null)], 1, noon);
  const { nodes, queue } = at(0);
  expect(busier.nodes.allocated).toBe(nodes.allocated + 1);
  expect(busier.queue).toEqual({ running: queue.running + 1, pending: queue.pending + 1 });
});

it('tells of a change at most every two seconds, and of none once a minute', async () => {
  await using database = await testDatabase([{ name: 'jobs', migrations }]);
  const { db, sql } = database.open('jobs');
  await db.transaction((tx) => keepCenter(tx, thisMachine));
  let now = noon;
  const clock = { ...systemClock, now: () => now };
  const teller = occupancyTeller({ db, driver: 'simulated', clock, seed: 1 });
  const toldAt = async (seconds: number, jobs: readonly JobRow[]): Promise<boolean> => {
    now = after(seconds);
    await teller.tell(jobs);
    const [last] = await sql<{ at: string }[]>`
      select payload ->> 'observedAt' as at from jobs.events where topic = 'occupancy' order by tx desc, seq desc limit 1`;
    return last?.at === now.toISOString();
  };
  expect(await toldAt(0, [])).toBe(true);
  expect(await toldAt(1, [job(1, noon)])).toBe(false);
  expect(await toldAt(2, [job(1, noon)])).toBe(true);
  expect(await toldAt(30, [job(1, noon)])).toBe(false);
  expect(await toldAt(61, [job(1, noon)])).toBe(false);
  expect(await toldAt(62, [job(1, noon)])).toBe(true);
});
