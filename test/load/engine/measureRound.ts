import type { Child } from './childProcess.ts';
import type { LoadOrder, LoadOutcome } from './load.child.ts';
import { bodyOf, type Workload } from './workloads.ts';

/** What one round of one gateway gave. */
export interface Round {
  readonly requestsPerSecond: number;
  readonly cpuMsPerRequest: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly residentMb: number;
  readonly callsPerRequest: number;
  /** CPU of the subgraphs' server, by call. */
  readonly subgraphCpuMsPerCall: number;
  readonly loadCpuMsPerRequest: number;
}

/** The processes around a gateway. */
export interface Bench {
  readonly subgraphs: Child;
  readonly load: Child;
  /** `data` of the answer in JSON, as the first gateway gave it. */
  expectedData: string | null;
  nextToken: number;
}

interface Usage {
  readonly cpuMicroseconds: number;
  readonly residentBytes: number;
}

interface SubgraphUsage {
  readonly calls: number;
  readonly cpuMicroseconds: number;
}

const connections = 50;

/** `data` of an answer, spelt one way. Throws when it has errors. */
function dataOf(name: string, body: string): string {
  const { data, errors } = JSON.parse(body) as { readonly data?: unknown; readonly errors?: unknown };
  if (errors !== undefined || data === undefined) throw new Error(`${name} answered ${body.slice(0, 1_000)}`);
  return JSON.stringify(data);
}

/** Sends requests and checks all answers: status 200, and the same data as every other gateway's. */
export async function sendLoad(bench: Bench, gateway: Child, workload: Workload, count: number): Promise<LoadOutcome> {
  const order: LoadOrder = {
    url: gateway.url,
    body: bodyOf(workload),
    count,
    connections,
    firstToken: workload.distinctTokens ? bench.nextToken : null,
  };
  bench.nextToken += count;
  const outcome = await bench.load.ask<LoadOutcome>(order);
  if (outcome.failure !== null) throw new Error(`${gateway.name} failed: ${outcome.failure}`);
  const data = dataOf(gateway.name, outcome.firstBody);
  bench.expectedData ??= data;
  if (data !== bench.expectedData)
    throw new Error(`${gateway.name} answered other data than stock:\n${data.slice(0, 1_000)}`);
  if (outcome.different > 0) throw new Error(`${outcome.different} answers of ${gateway.name} differ from its first`);
  return outcome;
}

/** One round of so many requests. */
export async function measureRound(bench: Bench, gateway: Child, workload: Workload, count: number): Promise<Round> {
  const callsBefore = await bench.subgraphs.ask<SubgraphUsage>('calls');
  const before = await gateway.ask<Usage>('usage');
  const outcome = await sendLoad(bench, gateway, workload, count);
  const after = await gateway.ask<Usage>('usage');
  const callsAfter = await bench.subgraphs.ask<SubgraphUsage>('calls');
  const calls = callsAfter.calls - callsBefore.calls;
  return {
    requestsPerSecond: count / outcome.seconds,
    cpuMsPerRequest: (after.cpuMicroseconds - before.cpuMicroseconds) / 1_000 / count,
    p50Ms: outcome.p50,
    p99Ms: outcome.p99,
    residentMb: after.residentBytes / 1024 / 1024,
    callsPerRequest: calls / count,
    subgraphCpuMsPerCall: calls === 0 ? 0 : (callsAfter.cpuMicroseconds - callsBefore.cpuMicroseconds) / 1_000 / calls,
    loadCpuMsPerRequest: outcome.cpuMicroseconds / 1_000 / count,
  };
}
