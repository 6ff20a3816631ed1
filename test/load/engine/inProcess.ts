import { fileURLToPath } from 'node:url';
import { type Child, startChild } from './childProcess.ts';
import type { Round } from './measureRound.ts';
import type { Effort, Measured } from './runWorkload.ts';

/** So many operations, one after the other. */
export interface InProcessOrder {
  readonly count: number;
}

/** What came of them; `body` is the last answer. */
export interface InProcessOutcome {
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly body: string;
  readonly cpuMicroseconds: number;
  readonly residentBytes: number;
}

const ways = [
  { name: 'stock', says: '@apollo/server with @apollo/gateway and its local data sources' },
  { name: 'weft', says: 'the engine with subgraphs in its process, answer as text' },
  { name: 'weft-apollo', says: 'the same behind @apollo/server' },
  { name: 'graphql', says: 'graphql-js running the two operations, and nothing else' },
] as const;

const start = (name: string): Promise<Child> =>
  startChild({
    name,
    args: ['--import', 'tsx', fileURLToPath(new URL('inProcess.child.ts', import.meta.url)), name],
    ready: /^ready (\S+)/,
  });

async function measureRound(child: Child, count: number): Promise<Round & { readonly body: string }> {
  const outcome = await child.ask<InProcessOutcome>({ count });
  return {
    requestsPerSecond: count / outcome.seconds,
    cpuMsPerRequest: outcome.cpuMicroseconds / 1_000 / count,
    p50Ms: outcome.p50,
    p99Ms: outcome.p99,
    residentMb: outcome.residentBytes / 1024 / 1024,
    callsPerRequest: 2,
    subgraphCpuMsPerCall: 0,
    loadCpuMsPerRequest: 0,
    body: outcome.body,
  };
}

/** A list of 200 entities out of two subgraphs that are in the gateway's process. Each gateway has a process of its own; they take turns. */
export async function runInProcess({ rounds, seconds }: Effort): Promise<readonly Measured[]> {
  const running: { contender: (typeof ways)[number]; child: Child; count: number; rounds: Round[] }[] = [];
  try {
    for (const contender of ways) {
      const child = await start(contender.name);
      running.push({ contender, child, count: 0, rounds: [] });
      await measureRound(child, 200);
    }
    let expected: string | null = null;
    for (const way of running) {
      const { requestsPerSecond, body } = await measureRound(way.child, 100);
      way.count = Math.max(100, Math.round(requestsPerSecond * seconds));
      expected ??= body;
      if (body !== '' && body !== expected) throw new Error(`${way.contender.name} answered other data than stock`);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const way of running) way.rounds.push(await measureRound(way.child, way.count));
    }
    return running;
  } finally {
    for (const { child } of running) await child[Symbol.asyncDispose]();
  }
}
