import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningSubgraph, runningSubgraph } from '../../../test/kit/runningSubgraph.ts';
import { centers } from '../subgraph.ts';

let subgraph: RunningSubgraph;
beforeAll(async () => {
  subgraph = await runningSubgraph(centers, { sources: ['jobs'] });
});
afterAll(async () => {
  await subgraph[Symbol.asyncDispose]();
});

interface StatusEvent {
  readonly cursor: string;
  readonly occurredAt: string;
  readonly gap: unknown;
  readonly cause: { readonly kind: string; readonly message: string };
  readonly center: { readonly id: string; readonly [field: string]: unknown };
}

const wall = `subscription ($after: Cursor) { centerStatus(after: $after) {
  cursor occurredAt gap { reason } cause { kind message }
  center { id schedulingState capacity { cores { idle total } observedAt } queue { running pending medianWaitSeconds } energy { powerWatts } }
} }`;

/** A subscription whose events are read one by one. */
async function watch(after: string | null = null) {
  const events = await subgraph.subscribe(wall, { after });
  const next = async (): Promise<StatusEvent> => {
    const { value } = await events.next();
    expect(value?.errors).toBeUndefined();
    return value?.data?.['centerStatus'] as StatusEvent;
  };
  const several = async (count: number): Promise<readonly StatusEvent[]> => {
    const list: StatusEvent[] = [];
    while (list.length < count) list.push(await next());
    return list;
  };
  return { next, several, [Symbol.asyncDispose]: async () => void (await events.return?.()) };
}

interface Load {
  readonly centerId: string;
  readonly observedAt: string;
  readonly allocated: number;
  readonly pending?: number;
}

function loadEvent({ centerId, observedAt, allocated, pending = 0 }: Load) {
  const cores = { total: 100, allocated, idle: 100 - allocated };
  const payload = {
    centerId,
    observedAt,
    nodes: { ...cores, down: 0 },
    cores,
    accelerators: [{ vendor: 'Simulated', model: 'A', total: 8, allocated: 2 }],
    queue: { running: 3, pending },
    powerWatts: 1234.5,
    fieldOfTomorrow: true,
  };
  return { topic: 'occupancy', key: centerId, type: 'CenterOccupancyObserved', payload };
}

const job = (jobId: string, centerId = 'center_jinan') => ({ jobId, centerId, partitionId: 'partition_jinan-cpu' });
const jobEvent = (type: string, payload: { readonly jobId: string; readonly [field: string]: unknown }) => ({
  topic: 'job',
  key: payload.jobId,
  type,
  payload,
});
const submitted = (jobId: string, submittedAt: string) => jobEvent('JobSubmitted', { ...job(jobId), submittedAt });
const started = (jobId: string, startedAt: string) =>
  jobEvent('JobStateChanged', { ...job(jobId), state: 'RUNNING', terminal: false, startedAt });

it('begins with the present state of every center', async () => {
  await using wallOfCenters = await watch();
  const present = await wallOfCenters.several(8);
  expect(present.map(({ center }) => center.id)).toEqual([
    'center_wuxi',
    'center_guangzhou',
    'center_shenzhen',
    'center_changsha',
    'center_cas',
    'center_zhengzhou',
    'center_jinan',
    'center_local',
  ]);
  expect(new Set(present.map(({ cause }) => cause.kind))).toEqual(new Set(['CURRENT_STATE']));
  expect(present[0]?.gap).toBeNull();
});

it('tells of each new load with the center as it is then', async () => {
  await using wallOfCenters = await watch();
  await wallOfCenters.several(8);
  const observedAt = '2030-01-01T00:00:00.000Z';
  await subgraph.appendTo('jobs', loadEvent({ centerId: 'center_wuxi', observedAt, allocated: 40, pending: 5 }));
  expect(await wallOfCenters.next()).toMatchObject({
    cause: { kind: 'OCCUPANCY', message: '40 of 100 nodes are in use; 3 jobs run, 5 wait.' },
    center: {
      id: 'center_wuxi',
      capacity: { cores: { idle: 60, total: 100 }, observedAt },
      queue: { running: 3, pending: 5, medianWaitSeconds: null },
      energy: { powerWatts: 1234.5 },
    },
  });
});

it('passes over loads that are older than the last, and loads of centers that are not listed', async () => {
  await using wallOfCenters = await watch();
  await wallOfCenters.several(8);
  const at = (minute: number): string => `2030-01-01T01:0${minute}:00.000Z`;
  await subgraph.appendTo(
    'jobs',
    loadEvent({ centerId: 'center_guangzhou', observedAt: at(5), allocated: 50 }),
    loadEvent({ centerId: 'center_guangzhou', observedAt: at(4), allocated: 10 }),
    loadEvent({ centerId: 'center_nowhere', observedAt: at(5), allocated: 10 }),
    loadEvent({ centerId: 'center_guangzhou', observedAt: at(6), allocated: 70 }),
  );
  const messages = (await wallOfCenters.several(2)).map(({ cause }) => cause.message);
  expect(messages).toEqual([
    '50 of 100 nodes are in use; 3 jobs run, 0 wait.',
    '70 of 100 nodes are in use; 3 jobs run, 0 wait.',
  ]);
});

it('continues exactly after the cursor of an event', async () => {
  let cursor: string;
  {
    await using wallOfCenters = await watch();
    cursor = (await wallOfCenters.several(8)).at(-1)?.cursor ?? '';
  }
  const observedAt = '2030-01-01T02:00:00.000Z';
  await subgraph.appendTo('jobs', loadEvent({ centerId: 'center_cas', observedAt, allocated: 1 }));
  await using again = await watch(cursor);
  expect(await again.next()).toMatchObject({ cause: { kind: 'OCCUPANCY' }, center: { id: 'center_cas' }, gap: null });
});

it('refuses a cursor that it did not give out', async () => {
  const events = await subgraph.subscribe(wall, { after: 'not-a-cursor' });
  await expect(events.next()).rejects.toMatchObject({ code: 'BAD_CURSOR' });
});

it('learns from the jobs how long they wait, and tells when the middle wait changes', async () => {
  await using wallOfCenters = await watch();
  await wallOfCenters.several(8);
  const medianAfter = async (...events: Parameters<RunningSubgraph['appendTo']>[1][]): Promise<unknown> => {
    await subgraph.appendTo('jobs', ...events);
    const { cause, center } = await wallOfCenters.next();
    expect([cause.kind, center.id]).toEqual(['JOB', 'center_jinan']);
    return (center['queue'] as { readonly medianWaitSeconds: unknown }).medianWaitSeconds;
  };
  const noon = '2030-01-01T12:00:00.000Z';
  const after = (seconds: number): string => new Date(Date.parse(noon) + seconds * 1000).toISOString();
  expect(await medianAfter(submitted('job_1', noon), started('job_1', after(30)))).toBe(30);
  // The same again, and a job that never started, change nothing.
  const cancelled = jobEvent('JobStateChanged', {
    ...job('job_2'),
    state: 'CANCELLED',
    terminal: true,
    startedAt: null,
  });
  await subgraph.appendTo('jobs', started('job_1', after(99)), submitted('job_2', noon), cancelled);
  await subgraph.appendTo('jobs', submitted('job_3', noon), submitted('job_4', noon), started('job_3', after(600)));
  expect(await medianAfter(started('job_4', after(90)))).toBe(90);
  const { data } = await subgraph.run('{ center(id: "center_jinan") { queue { medianWaitSeconds } } }');
  expect(data).toEqual({ center: { queue: { medianWaitSeconds: 90 } } });
});
