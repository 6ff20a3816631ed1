import { describe, expect, it } from 'vitest';
import { centerTold } from './centerStatus.ts';
import { factsOf } from './eventReceived.ts';
import { fed } from './feed.ts';
import { hasEnded, jobTold } from './jobChange.ts';
import { linkMeasured } from './linkTelemetry.ts';
import { caughtUp, streamTold } from './streamTold.ts';
import { transfersListed, transferTold } from './transferProgress.ts';
import { emptyWall, type WallState } from './wallState.ts';

const at = '2026-01-31T08:00:00.000Z';
const atMs = Date.parse(at);
const start = emptyWall(true, atMs);

const center = (id: string, idle: number, kind: 'CURRENT_STATE' | 'OCCUPANCY' = 'OCCUPANCY') => ({
  centerStatus: {
    cursor: 'c',
    occurredAt: at,
    cause: { kind, message: `${idle} idle` },
    center: {
      id,
      name: id,
      accessState: 'CONNECTED' as const,
      schedulingState: 'ACTIVE' as const,
      capacity: { cores: { idle, total: 100 } },
      queue: { running: 1, pending: 2 },
      accessCircuit: null,
    },
  },
});

const measured = (id: string, percent: number, occurredAt = at) => ({
  linkTelemetry: {
    merged: 0,
    cursor: 'c',
    occurredAt,
    link: { id, name: id, capacityBps: 100, state: 'UP' as const, utilization: { inBps: percent, outBps: 1, percent } },
  },
});

const transfer = (id: string) => ({
  id,
  state: 'TRANSFERRING' as const,
  bytesDone: 0,
  bytesTotal: 100,
  etaSeconds: 1,
  faults: 0,
  simulated: true,
  endedAt: null,
  rate: { currentBps: 1, meanBps: 1 },
  project: { id: 'project', name: 'Project' },
  source: { endpoint: { id: 'a', name: 'A' } },
  destination: { endpoint: { id: 'b', name: 'B' } },
  path: null,
});
const list = (...ids: readonly string[]) => ({
  moving: { totalCount: ids.length, nodes: ids.map(transfer) },
  newest: { nodes: [] },
});
const progress = (id: string, state: 'TRANSFERRING' | 'SUCCEEDED', currentBps: number) => ({
  transferStatus: {
    merged: 0,
    cursor: 'c',
    occurredAt: at,
    transfer: {
      id,
      state,
      bytesDone: 50,
      bytesTotal: 100,
      etaSeconds: null,
      faults: 0,
      rate: { currentBps, meanBps: 1 },
      path: null,
      job: null,
    },
  },
});

const job = (
  id: string,
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED',
  previousState: 'QUEUED' | null,
  endedAt: string | null,
) => ({
  jobEvents: {
    cursor: 'c',
    occurredAt: at,
    gap: null,
    previousState,
    job: {
      id,
      name: id,
      state,
      reason: null,
      simulated: true,
      submittedAt: at,
      startedAt: null,
      endedAt,
      resources: { cores: 1, accelerators: 0, timeLimitSeconds: 1 },
      center: { id: 'x', name: 'X' },
      project: { id: 'p', name: 'P' },
    },
  },
});

describe('what the wall knows', () => {
  it('has each center as its last event told it, counts events, and tells what is not the present state', () => {
    let state = centerTold(start, center('a', 80, 'CURRENT_STATE'), 'c1');
    state = centerTold(state, center('b', 10, 'CURRENT_STATE'), 'c1');
    state = centerTold(state, center('a', 60), 'c2');
    expect(state.centers.get('a')?.history.map(({ value }) => value)).toEqual([20, 40]);
    expect(factsOf(state, 'centers')).toMatchObject({ received: 3, cursor: 'c2' });
    expect(state.feed.map(({ text, cursor }) => [text, cursor])).toEqual([['60 idle', 'c2']]);
  });

  it('adds up the backbone for each measurement once all its links were measured', () => {
    const link = (id: string, kind: 'BACKBONE' | 'ACCESS') => ({
      id,
      kind,
      name: id,
      capacityBps: 100,
      state: 'UP' as const,
      simulated: true,
      from: { id: 'x' },
      to: { id: 'y' },
      alarms: [],
    });
    const links = [link('a', 'BACKBONE'), link('b', 'BACKBONE'), link('c', 'ACCESS')];
    let state: WallState = {
      ...start,
      map: { networkNodes: [], links, centers: { totalCount: 0, nodes: [] } },
    };
    const later = new Date(atMs + 10_000).toISOString();
    for (const [id, percent, when] of [
      ['a', 10, at],
      ['c', 99, at],
      ['b', 20, at],
      ['a', 30, later],
      ['b', 40, later],
    ] as const) {
      state = linkMeasured(state, measured(id, percent, when), id);
    }
    expect(state.traffic).toEqual([
      { atMs, bps: 32 },
      { atMs: atMs + 10_000, bps: 72 },
    ]);
  });

  it('keeps so much of the past and no more', () => {
    let state = start;
    for (let n = 0; n < 1_000; n += 1) {
      state = linkMeasured(state, measured('a', n % 100), `l${n}`);
      state = centerTold(state, center('a', n % 100), `c${n}`);
      state = jobTold(state, job(`job${n}`, 'RUNNING', null, null), `j${n}`, atMs);
    }
    expect([state.links.get('a')?.history.length, state.centers.get('a')?.history.length]).toEqual([180, 120]);
    expect([state.feed.length, state.jobs.size]).toEqual([200, 200]);
    expect(state.jobs.has('job999')).toBe(true);
  });

  it('has jobs with the newest change first, and forgets them an hour after they ended', () => {
    let state = jobTold(start, job('a', 'QUEUED', null, null), 'j1', atMs);
    state = jobTold(state, job('b', 'SUCCEEDED', null, at), 'j2', atMs);
    state = jobTold(state, job('a', 'RUNNING', 'QUEUED', null), 'j3', atMs);
    expect([...state.jobs.keys()]).toEqual(['a', 'b']);
    expect([...state.jobs.values()].map(hasEnded)).toEqual([false, true]);
    expect(state.feed[0]?.text).toBe('Queued → Running at X');
    state = jobTold(state, job('a', 'SUCCEEDED', 'QUEUED', at), 'j4', atMs + 3_600_000);
    expect([...state.jobs.keys()]).toEqual(['a']);
  });

  it('tells a job of the present state once, however often that state comes', () => {
    const once = jobTold(start, job('a', 'RUNNING', null, null), 'j1', atMs);
    const twice = jobTold(once, job('a', 'RUNNING', null, null), 'j2', atMs);
    expect([once.feed.length, twice.feed.length]).toEqual([1, 1]);
  });

  it('tells what happened in the order of time, and each stream in the order in which it came', () => {
    const line = (stream: 'centers' | 'jobs', seconds: number) => ({
      stream,
      cursor: null,
      at: new Date(atMs + 1_000 * seconds).toISOString(),
      subject: '',
      text: `${stream} ${seconds}`,
    });
    let state = start;
    for (const one of [line('centers', 1), line('centers', 5), line('jobs', 2), line('jobs', 4), line('jobs', 3)]) {
      state = fed(state, one);
    }
    expect(state.feed.map(({ text }) => text)).toEqual(['centers 5', 'jobs 3', 'jobs 4', 'jobs 2', 'centers 1']);
    expect(new Set(state.feed.map(({ key }) => key)).size).toBe(5);
  });

  it('shows as many transfers as there is room for, each until a while after its end', () => {
    let state = transfersListed(start, list('a', 'b', 'c'), 2, atMs);
    expect([...state.transfers.keys(), state.movingCount]).toEqual(['a', 'b', 3]);
    state = transferTold(state, progress('a', 'TRANSFERRING', 5), 't1', atMs);
    state = transferTold(state, progress('a', 'SUCCEEDED', 0), 't2', atMs);
    expect(state.transfers.get('a')).toMatchObject({ endedAtMs: atMs, rates: [{ value: 5 }, { value: 0 }] });
    expect(state.feed[0]).toMatchObject({ subject: 'A → B', text: 'Transferring → Succeeded' });
    state = transfersListed(state, list('c', 'b'), 2, atMs);
    expect([...state.transfers.keys()]).toEqual(['a', 'b', 'c']);
    state = transfersListed(state, list('c', 'b'), 2, atMs + 60_000);
    expect([...state.transfers.keys()]).toEqual(['b', 'c']);
    expect(transferTold(state, progress('unknown', 'SUCCEEDED', 0), 't3', atMs).transfers.size).toBe(2);
  });
});

describe('transfers that were too short to be seen moving', () => {
  it('are on the wall for a while after their end', () => {
    const over = { ...transfer('short'), state: 'SUCCEEDED' as const, endedAt: at };
    const newest = { moving: { totalCount: 0, nodes: [] }, newest: { nodes: [over] } };
    const state = transfersListed(start, newest, 1, atMs + 5_000);
    expect(state.transfers.get('short')).toMatchObject({ endedAtMs: atMs, progress: { state: 'SUCCEEDED' } });
    expect(transfersListed(state, newest, 1, atMs + 60_000).transfers.size).toBe(0);
    expect(transfersListed(start, newest, 1, atMs + 60_000).transfers.size).toBe(0);
  });
});

describe('the connection of the wall', () => {
  const reason = (code: string, retryInMs: number | null = null) => ({ code, message: code, retryInMs });

  it('is live, is away and says until when, and tells how long it was away and what came with it', () => {
    let state = streamTold(start, 'centers', 'live', reason('CONNECTED'), atMs);
    expect(state.connection).toEqual({ kind: 'live', sinceMs: atMs, resumed: null });
    state = streamTold(state, 'centers', 'reconnecting', reason('CONNECTION_LOST', 500), atMs + 1_000);
    state = streamTold(state, 'links', 'reconnecting', reason('CONNECTION_LOST', 500), atMs + 1_000);
    state = streamTold(state, 'centers', 'reconnecting', reason('CONNECTION_LOST', 2_000), atMs + 5_000);
    expect(state.connection).toMatchObject({ kind: 'reconnecting', sinceMs: atMs + 1_000, retryAtMs: atMs + 7_000 });
    state = streamTold(state, 'centers', 'live', reason('RESUMED'), atMs + 21_000);
    expect(state.connection.kind).toBe('reconnecting');
    state = streamTold(state, 'links', 'live', reason('RESUMED'), atMs + 21_000);
    state = centerTold(state, center('a', 1), 'c1');
    state = centerTold(state, center('a', 2), 'c2');
    state = centerTold(caughtUp(state), center('a', 3), 'c3');
    expect(state.connection).toMatchObject({ kind: 'live', resumed: { awayMs: 20_000, caughtUp: 2 } });
  });

  it('has ended when a stream has', () => {
    const state = streamTold(start, 'centers', 'ended', reason('SUPERGRAPH_CHANGED'), atMs);
    expect(state.connection).toMatchObject({ kind: 'ended', why: 'SUPERGRAPH_CHANGED' });
    expect(streamTold(state, 'links', 'live', reason('CONNECTED'), atMs).connection.kind).toBe('ended');
  });
});
