import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { systemClock } from '../../lib/clock.ts';
import { testDatabase } from '../../test/kit/database.ts';
import { runningSubgraph } from '../../test/kit/runningSubgraph.ts';
import type { SubgraphSettings } from '../kit/subgraph.ts';
import type { CenterDeclaredPayload } from './declaration/declaration.events.ts';
import { startCenters } from './start.ts';
import { centers } from './subgraph.ts';

const noMigrations = new URL('file:///nowhere/');
const database = () =>
  testDatabase([
    { name: 'centers', migrations: centers.migrations },
    { name: 'jobs', migrations: noMigrations },
  ]);

const settings: SubgraphSettings = { dataFolder: '/nowhere', loopbackOnly: true, simulationSeed: 1, sample: true };
const machine = { cores: 2, memoryMebibytes: 4096 };

/** Starts on a database; gives what was declared so far, oldest first. */
async function started(
  { db, sql }: ReturnType<Awaited<ReturnType<typeof database>>['open']>,
  options: {
    readonly machine?: typeof machine;
    readonly settings?: Partial<SubgraphSettings>;
    readonly now?: Date;
  } = {},
): Promise<readonly CenterDeclaredPayload[]> {
  const clock = options.now === undefined ? systemClock : { ...systemClock, now: () => options.now as Date };
  await startCenters({ db, clock, settings: { ...settings, ...options.settings } }, options.machine ?? machine);
  const rows = await sql<{ payload: CenterDeclaredPayload }[]>`
    select payload from centers.events where topic = 'center' order by tx, seq`;
  return rows.map(({ payload }) => payload);
}

it('declares every center once, whole, however often it starts', async () => {
  await using fresh = await database();
  const open = fresh.open('centers');
  const first = await started(open);
  expect(first.map(({ centerId }) => centerId)).toHaveLength(8);
  expect(await started(open)).toEqual(first);
  expect(first[0]).toEqual({
    centerId: 'center_wuxi',
    code: 'wuxi',
    nameEn: 'National Supercomputing Center in Wuxi',
    nameZh: '国家超级计算无锡中心',
    simulated: true,
    driver: 'simulated',
    accessState: 'CONNECTED',
    schedulingState: 'ACTIVE',
    partitions: [
      expect.objectContaining({ partitionId: 'partition_wuxi-cpu', state: 'UP', isDefault: true, accelerator: null }),
      expect.objectContaining({
        partitionId: 'partition_wuxi-gpu',
        accelerator: expect.objectContaining({ vendor: 'Simulated' }),
      }),
    ],
  });
});

it('declares this machine anew when its size has changed, also when no sample is wanted', async () => {
  await using fresh = await database();
  const open = fresh.open('centers');
  await started(open);
  const larger = { cores: 64, memoryMebibytes: 262_144 };
  const declared = await started(open, { machine: larger, settings: { sample: false } });
  expect(declared).toHaveLength(9);
  expect(declared.at(-1)).toMatchObject({
    centerId: 'center_local',
    driver: 'local',
    partitions: [
      { partitionId: 'partition_local-main', coresPerNode: 64, memoryMebibytesPerNode: 262_144, maxNodes: 1 },
    ],
  });
});

it('declares nothing where no sample was ever wanted', async () => {
  await using fresh = await database();
  expect(await started(fresh.open('centers'), { settings: { sample: false } })).toEqual([]);
});

it('lets this machine take no jobs where others than itself can reach the graph', async () => {
  await using fresh = await database();
  const open = fresh.open('centers');
  await started(open);
  const declared = await started(open, { settings: { loopbackOnly: false } });
  expect(declared.at(-1)).toMatchObject({
    centerId: 'center_local',
    schedulingState: 'INACTIVE',
    partitions: [{ state: 'INACTIVE' }],
  });
});

it('announces the sample maintenance again when the last one is over', async () => {
  await using fresh = await database();
  const open = fresh.open('centers');
  await started(open, { now: new Date('2030-01-01T00:00:00Z') });
  await started(open, { now: new Date('2030-01-05T00:00:00Z') });
  const starts = () => open.sql<{ startsAt: Date }[]>`select starts_at as "startsAt" from centers.maintenance_windows`;
  expect(await starts()).toEqual([{ startsAt: new Date('2030-01-08T00:00:00Z') }]);
  await started(open, { now: new Date('2030-02-01T00:00:00Z') });
  expect(await starts()).toEqual([{ startsAt: new Date('2030-02-08T00:00:00Z') }]);
});

it('shows the real cores and memory of this machine', async () => {
  await using subgraph = await runningSubgraph(centers, { sources: ['jobs'] });
  const { data } = await subgraph.run(`{ centerByCode(code: "local") { simulated name(locale: ZH) location { city }
    capacity { cores { total } } partitions { id memoryMebibytesPerNode maxTimeLimitSeconds } } }`);
  expect(data?.['centerByCode']).toMatchObject({
    simulated: false,
    name: '本机',
    location: null,
    capacity: { cores: { total: availableParallelism() } },
    partitions: [
      { id: 'partition_local-main', memoryMebibytesPerNode: expect.any(Number), maxTimeLimitSeconds: 86_400 },
    ],
  });
});
