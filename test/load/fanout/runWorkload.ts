import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { closers } from '../../../lib/closers.ts';
import { freePort } from '../../../lib/freePort.ts';
import { silentLog } from '../../../lib/log.ts';
import { startChild } from '../engine/childProcess.ts';
import type { Contender } from './contenders.ts';
import { latencyAt } from './latencies.ts';
import { burst, closeClients, openClients, type RunningServer, residentBytes } from './runningServer.ts';
import { countsOf, type Stage, supergraphFor } from './stage.ts';
import type { Workload } from './workloads.ts';

/** How long the rounds are to be. */
export interface Effort {
  readonly rounds: number;
  /** Of the burst of one round of one server. */
  readonly seconds: number;
}

/** What one round of one server gave. */
export interface FanoutRound {
  readonly deliveriesPerSecond: number;
  readonly cpuMicrosPerDelivery: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly fetchesPerEvent: number;
  readonly skipped: number;
  readonly clientsCpuMicrosPerDelivery: number;
}

/** What all rounds of one server gave. */
export interface MeasuredServer {
  readonly contender: Pick<Contender, 'name' | 'says'>;
  readonly residentKbPerClient: number;
  /** Streams of the status subgraph while all clients were there. */
  readonly streams: number;
  readonly rounds: readonly FanoutRound[];
}

interface Ready extends RunningServer {
  readonly residentKbPerClient: number;
  readonly streams: number;
  readonly eventsInBurst: number;
  readonly rounds: FanoutRound[];
}

/** Fewer than there are centers, so that no event of a burst replaces another of the same center. */
const maxBurst = 400;
const warmUpClients = 200;

/** The payload of a message, without what differs from event to event. */
function payloadOf(message: string): string {
  const { payload } = JSON.parse(message) as { readonly payload: unknown };
  return JSON.stringify(payload)
    .replace(/#\d+@\d+/, '')
    .replace(/"at\d+"/, '"at"')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, '');
}

async function start(stage: Stage, contender: Contender, workload: Workload, sample: string): Promise<RunningServer> {
  const channel = `${workload.name}-${contender.name}`;
  const supergraph = await supergraphFor(stage, channel);
  const statusUrl = `${stage.status.url}/status/${channel}`;
  const command = contender.command({ supergraph, statusUrl, sample, port: await freePort() });
  return { contender, server: await startChild({ name: contender.name, ...command }), channel, sequence: 0 };
}

/** Events to some clients until the compilers of the process have settled; gives a message with one. */
async function warmUp(stage: Stage, running: RunningServer, workload: Workload, { seconds }: Effort): Promise<string> {
  const sample = await openClients(stage, running, workload.queries, Math.min(warmUpClients, workload.clients));
  let count = 10;
  for (let spent = 0; spent < seconds; ) {
    const { seconds: took } = await burst(stage, running, count, 0);
    spent += took;
    count = Math.min(maxBurst, Math.max(10, Math.round((count / took) * (seconds / 3))));
  }
  await closeClients(stage, running);
  return sample;
}

/** Opens all clients; learns what they take of memory, and how many events make a burst of the wanted length. */
async function fill(stage: Stage, running: RunningServer, workload: Workload, { seconds }: Effort): Promise<Ready> {
  const before = await residentBytes(running);
  await openClients(stage, running, workload.queries, workload.clients);
  const residentKbPerClient = ((await residentBytes(running)) - before) / 1024 / workload.clients;
  const { streams } = await countsOf(stage, running.channel);
  const few = await burst(stage, running, Math.max(2, Math.ceil(10_000 / workload.clients)), 0);
  const perSecond = few.deliveries / few.seconds / workload.clients;
  const eventsInBurst = Math.min(maxBurst, Math.max(2, Math.round(perSecond * seconds)));
  return Object.assign(running, { residentKbPerClient, streams, eventsInBurst, rounds: [] });
}

/** Events back to back, then some at a rate that every server can follow. */
async function measureRound(stage: Stage, running: Ready, { clients }: Workload): Promise<FanoutRound> {
  const fast = await burst(stage, running, running.eventsInBurst, 0);
  const everyMs = Math.max(500, clients / 5);
  const slow = await burst(stage, running, Math.max(3, Math.ceil(3_000 / everyMs)), everyMs);
  return {
    deliveriesPerSecond: fast.deliveries / fast.seconds,
    cpuMicrosPerDelivery: fast.serverCpuMicroseconds / fast.deliveries,
    p50Ms: latencyAt(0.5, slow.latencies),
    p99Ms: latencyAt(0.99, slow.latencies),
    fetchesPerEvent: fast.fetches / running.eventsInBurst,
    skipped: fast.skipped + slow.skipped,
    clientsCpuMicrosPerDelivery: fast.clientsCpuMicroseconds / fast.deliveries,
  };
}

/** Starts the servers, warms them up, connects all clients and lets them take turns. The first one's messages are what all the others' are compared with. */
export async function runWorkload(
  stage: Stage,
  workload: Workload,
  taking: readonly Contender[],
  effort: Effort,
): Promise<readonly MeasuredServer[]> {
  const open = closers(silentLog);
  const sampleFile = join(stage.folder, `${workload.name}-message.json`);
  const servers: Ready[] = [];
  let expected: string | null = null;
  try {
    for (const contender of taking) {
      const running = await start(stage, contender, workload, sampleFile);
      open.add(() => running.server[Symbol.asyncDispose]());
      const sample = await warmUp(stage, running, workload, effort);
      if (expected === null) await writeFile(sampleFile, sample);
      expected ??= payloadOf(sample);
      if (payloadOf(sample) !== expected) throw new Error(`${contender.name} sent another event: ${sample}`);
      servers.push(await fill(stage, running, workload, effort));
    }
    for (let round = 0; round < effort.rounds; round += 1) {
      for (const server of servers) server.rounds.push(await measureRound(stage, server, workload));
    }
    return servers;
  } finally {
    for (const server of servers) await closeClients(stage, server).catch(() => undefined); // whoever failed has said so
    await open.close();
  }
}
