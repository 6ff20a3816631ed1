import { afterAll, beforeAll, expect, it } from 'vitest';
import { deadline } from '../../../test/kit/deadline.ts';
import { type HandClock, handClock } from '../../../test/kit/handClock.ts';
import { type RunningSubgraph, runningSubgraph } from '../../../test/kit/runningSubgraph.ts';
import type { CenterSchedulingState } from '../center/center.enum.ts';
import { readDeclaration } from '../declaration/declaration.repository.ts';
import { declareCenter } from '../declaration/declaration.service.ts';
import { centers } from '../subgraph.ts';

let subgraph: RunningSubgraph;
let clock: HandClock;
beforeAll(async () => {
  clock = handClock(Date.parse('2029-12-31T00:00:00Z'));
  subgraph = await runningSubgraph(centers, { sources: ['jobs'], clock });
});
afterAll(async () => {
  await subgraph[Symbol.asyncDispose]();
});

interface StatusEvent {
  readonly cursor: string;
  readonly occurredAt: string;
  readonly gap: unknown;
  readonly merged: number;
  readonly cause: { readonly kind: string; readonly message: string };
  readonly center: { readonly id: string; readonly [field: string]: unknown };
}

const wall = `subscription ($after: Cursor, $filter: CenterStatusFilterInput, $minIntervalSeconds: Float) {
centerStatus(after: $after, filter: $filter, minIntervalSeconds: $minIntervalSeconds) {
  cursor occurredAt gap { reason } merged cause { kind message }
  center { id schedulingState capacity { cores { idle total } observedAt } queue { running pending medianWaitSeconds } energy { powerWatts } }
} }`;

/** A subscription whose events are read one by one. */
async function watch(after: string | null = null, options: Readonly<Record<string, unknown>> = {}) {
  const events = await subgraph.subscribe(wall, { after, ...options });
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

/** Declares a center as it is, but in another scheduling state. */
async function setScheduling(id: string, schedulingState: CenterSchedulingState): Promise<void> {
  await using opened = subgraph.database.open('centers', { max: 2 });
  const declaration = await opened.db.transaction((tx) => readDeclaration(tx, id));
  if (declaration === null) throw new Error(`There is no center ${id}`);
  await declareCenter(opened.db, { ...declaration, schedulingState }, { whenDeclared: 'replace', now: clock.now() });
}

it('tells only of the centers that are asked for, and when one leaves the states that are', async () => {
  const ids = ['center_wuxi', 'center_cas'];
  await using some = await watch(null, { filter: { centerIds: ids } });
  const present = await some.several(2);
  expect(present.map(({ center }) => center.id)).toEqual(ids);
  const draining = { filter: { centerIds: ids, schedulingStates: ['DRAIN'] } };
  await using drained = await watch(present[1]?.cursor, draining);
  await setScheduling('center_jinan', 'DRAIN');
  await setScheduling('center_wuxi', 'DRAIN');
  await setScheduling('center_cas', 'INACTIVE');
  await setScheduling('center_wuxi', 'ACTIVE');
  const seen = (events: readonly StatusEvent[]): unknown => events.map(({ center }) => center.id);
  expect(seen(await some.several(3))).toEqual(['center_wuxi', 'center_cas', 'center_wuxi']);
  const changes = await drained.several(2);
  expect(seen(changes)).toEqual(['center_wuxi', 'center_wuxi']);
  expect(changes[1]?.center['schedulingState']).toBe('ACTIVE');
  await using after = await watch(changes[0]?.cursor, draining);
  expect(await after.next()).toEqual(changes[1]);
  await setScheduling('center_cas', 'ACTIVE');
  await setScheduling('center_jinan', 'ACTIVE');
  await using connected = await watch(null, { filter: { schedulingStates: ['ACTIVE'], accessStates: ['CONNECTED'] } });
  expect(seen(await connected.several(5))).toContain('center_wuxi');
});

it('gives loads at the interval that is asked for, and declarations at once', async () => {
  await using thinned = await watch(null, { filter: { centerIds: ['center_changsha'] }, minIntervalSeconds: 60 });
  await thinned.next();
  const load = (minute: number) => {
    const observedAt = `2030-01-01T03:0${minute}:00.000Z`;
    return loadEvent({ centerId: 'center_changsha', observedAt, allocated: minute });
  };
  for (const minute of [1, 2, 3]) await subgraph.appendTo('jobs', load(minute));
  const next = thinned.next();
  {
    // All loads have come through the log when one who asks for all has seen the last.
    await using all = await watch(null, { filter: { centerIds: ['center_changsha'] } });
    for (;;) if (((await all.next()).center['capacity'] as { cores: { idle: number } }).cores.idle === 97) break;
  }
  await setScheduling('center_changsha', 'DRAIN');
  expect(await next).toMatchObject({ cause: { kind: 'SCHEDULING' }, center: { schedulingState: 'DRAIN' }, merged: 3 });
  for (const minute of [4, 5]) await subgraph.appendTo('jobs', load(minute));
  const late = thinned.next();
  await deadline(() => clock.nextWake() !== null);
  await setScheduling('center_changsha', 'ACTIVE');
  expect(await late).toMatchObject({ cause: { kind: 'SCHEDULING' }, center: { schedulingState: 'ACTIVE' } });
});

it('says what is wrong with a filter or an interval', async () => {
  const bad = [
    [
      { filter: { centerIds: ['center_cas', 'center_nowhere'] } },
      'NOT_FOUND',
      /no center with the id "center_nowhere"/,
    ],
    [{ filter: { centerIds: [] } }, 'BAD_USER_INPUT', /`filter.centerIds` is an empty list/],
    [{ filter: { centerIds: new Array(501).fill('center_cas') } }, 'BAD_USER_INPUT', /has 501 items/],
    [{ filter: { schedulingStates: [] } }, 'BAD_USER_INPUT', /`filter.schedulingStates` is an empty list/],
    [{ minIntervalSeconds: -1 }, 'BAD_USER_INPUT', /from 0 to 3600; it was -1/],
    [{ minIntervalSeconds: 3600.5 }, 'BAD_USER_INPUT', /from 0 to 3600; it was 3600.5/],
  ] as const;
  for (const [variables, code, message] of bad)
    await expect(subgraph.subscribe(wall, variables)).rejects.toMatchObject({ code, message });
});
