import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from '../engine/childProcess.ts';
import type { RoundOutcome } from './clientGroup.ts';
import type { Contender } from './contenders.ts';
import { countsOf, emit, type Stage, tellClients } from './stage.ts';
import type { Emission } from './subgraph.child.ts';

/** A contender that runs. */
export interface RunningServer {
  readonly contender: Contender;
  readonly server: Child;
  /** Names it to its subgraphs and its clients. */
  readonly channel: string;
  /** The number of the last event that was emitted to it. */
  sequence: number;
}

/** What events cost and how they came. */
export interface Burst {
  readonly deliveries: number;
  readonly skipped: number;
  readonly seconds: number;
  readonly serverCpuMicroseconds: number;
  readonly clientsCpuMicroseconds: number;
  readonly fetches: number;
  readonly latencies: readonly RoundOutcome['latencies'][];
}

interface Usage {
  readonly cpuMicroseconds: number;
  readonly residentBytes: number;
}

const deadlineMs = 90_000;

/** Opens that many clients over all processes, each with the next of the queries; gives one message with an event. */
export async function openClients(
  stage: Stage,
  { server, channel: group }: RunningServer,
  queries: readonly string[],
  count: number,
): Promise<string> {
  const parts = stage.clients.length;
  const share = (index: number): number => Math.floor(count / parts) + (index < count % parts ? 1 : 0);
  const { url } = server;
  const samples = await tellClients<string>(stage, (index) => ({
    kind: 'open',
    group,
    url,
    queries,
    count: share(index),
  }));
  return samples.find((sample) => sample !== '') ?? '';
}

/** Closes all clients of a server. */
export async function closeClients(stage: Stage, { channel: group }: RunningServer): Promise<void> {
  await tellClients(stage, () => ({ kind: 'leave', group }));
}

/** The memory that the server has of the system, once what it was doing is over. */
export async function residentBytes({ server }: RunningServer): Promise<number> {
  await pause(300);
  return (await server.ask<Usage>('usage')).residentBytes;
}

/** Emits events, back to back or at a rate, and waits until every client has the last of them. */
export async function burst(stage: Stage, running: RunningServer, count: number, everyMs: number): Promise<Burst> {
  const { server, channel } = running;
  const to = running.sequence + count;
  await tellClients(stage, () => ({ kind: 'begin', group: channel, to }));
  const fetchesBefore = (await countsOf(stage, channel)).fetches;
  const before = await server.ask<Usage>('usage');
  const finished = tellClients<RoundOutcome>(stage, () => ({ kind: 'finish', group: channel, withinMs: deadlineMs }));
  const [emission, outcomes] = await Promise.all([emit(stage, channel, count, everyMs), finished]);
  const after = await server.ask<Usage>('usage');
  running.sequence = emission.sequence;
  const sum = (of: (outcome: RoundOutcome) => number): number => outcomes.reduce((total, one) => total + of(one), 0);
  return {
    deliveries: sum(({ deliveries }) => deliveries),
    skipped: sum(({ skipped }) => skipped),
    seconds: secondsOf(emission, outcomes),
    serverCpuMicroseconds: after.cpuMicroseconds - before.cpuMicroseconds,
    clientsCpuMicroseconds: sum(({ cpuMicroseconds }) => cpuMicroseconds),
    fetches: (await countsOf(stage, channel)).fetches - fetchesBefore,
    latencies: outcomes.map(({ latencies }) => latencies),
  };
}

/** From the first event to the last that a client had. */
function secondsOf({ firstMicros }: Emission, outcomes: readonly RoundOutcome[]): number {
  return (Math.max(...outcomes.map(({ lastMicros }) => lastMicros)) - firstMicros) / 1e6;
}
