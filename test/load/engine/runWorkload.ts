import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Supergraph } from '../../../gateway/supergraph/supergraph.ts';
import { type Closers, closers } from '../../../lib/closers.ts';
import { freePort } from '../../../lib/freePort.ts';
import { silentLog } from '../../../lib/log.ts';
import { type Child, startChild } from './childProcess.ts';
import type { Contender, ContenderFiles } from './contenders.ts';
import { dependentFetches } from './dependentFetches.ts';
import { type Bench, measureRound, type Round, sendLoad } from './measureRound.ts';
import type { RecordedCall } from './subgraphServer.child.ts';
import type { Workload } from './workloads.ts';

/** What all rounds of one gateway gave. */
export interface Measured {
  readonly contender: Pick<Contender, 'name' | 'says'>;
  readonly count: number;
  readonly rounds: readonly Round[];
}

/** How long the rounds are to be. */
export interface Effort {
  readonly rounds: number;
  /** Of one round of one gateway; what they are all asked for is as many requests as that takes each. */
  readonly seconds: number;
}

/** What stays the same over all workloads. */
export interface Stage {
  readonly bench: Bench;
  readonly supergraph: Supergraph;
  readonly folder: string;
  readonly files: Pick<ContenderFiles, 'supergraph' | 'federation1' | 'origin'>;
  readonly say: (line: string) => void;
}

/** What all contenders are started with. */
type SharedFiles = Omit<ContenderFiles, 'port'>;

async function start({ name, command }: Contender, files: SharedFiles): Promise<Child> {
  return await startChild({ name, ...command({ ...files, port: await freePort() }) });
}

/** Asks stock once, for the answer that all must give and the calls that the bare server is to make. */
async function recordFetches(stage: Stage, files: SharedFiles, stock: Child): Promise<void> {
  const { bench, supergraph } = stage;
  const { query } = files.workload;
  await bench.subgraphs.ask('record');
  const { firstBody } = await sendLoad(bench, stock, files.workload, 1);
  const { recorded } = await bench.subgraphs.ask<{ readonly recorded: readonly RecordedCall[] }>('record');
  const steps = dependentFetches(supergraph, query, recorded);
  const answer = firstBody.trimEnd();
  await writeFile(files.fetches, JSON.stringify({ steps, answer }));
  await writeFile(files.answer, answer);
  stage.say(`${files.workload.name}: ${files.workload.says}; ${recorded.length} fetches, ${answer.length} B of answer`);
}

/** Requests until the compilers of the process have settled; gives how many it answers in a round. */
async function warmUp(stage: Stage, workload: Workload, gateway: Child, { seconds }: Effort): Promise<number> {
  let rate = 0;
  let count = 100;
  for (let spent = 0; spent < seconds; ) {
    const outcome = await sendLoad(stage.bench, gateway, workload, count);
    spent += outcome.seconds;
    rate = count / outcome.seconds;
    count = Math.max(100, Math.round((rate * seconds) / 3));
  }
  return Math.max(100, Math.round(rate * seconds));
}

interface Running {
  readonly contender: Contender;
  readonly gateway: Child;
  readonly count: number;
  readonly rounds: Round[];
}

async function startAll(
  stage: Stage,
  files: SharedFiles,
  taking: readonly Contender[],
  effort: Effort,
  open: Closers,
): Promise<readonly Running[]> {
  const running: Running[] = [];
  for (const contender of taking) {
    const gateway = await start(contender, files);
    open.add(() => gateway[Symbol.asyncDispose]());
    if (running.length === 0) await recordFetches(stage, files, gateway);
    running.push({ contender, gateway, count: await warmUp(stage, files.workload, gateway, effort), rounds: [] });
  }
  return running;
}

/** Starts the gateways, warms them up and lets them take turns. The first contender must be stock: the others are compared with it. */
export async function runWorkload(
  stage: Stage,
  workload: Workload,
  taking: readonly Contender[],
  effort: Effort,
): Promise<readonly Measured[]> {
  stage.bench.expectedData = null;
  const inFolder = (name: string): string => join(stage.folder, `${workload.name}-${name}`);
  const files: SharedFiles = {
    ...stage.files,
    fetches: inFolder('fetches.json'),
    answer: inFolder('answer.json'),
    workload,
  };
  const open = closers(silentLog);
  try {
    const running = await startAll(stage, files, taking, effort, open);
    for (let round = 0; round < effort.rounds; round += 1) {
      for (const { gateway, count, rounds } of running) {
        rounds.push(await measureRound(stage.bench, gateway, workload, count));
      }
    }
    return running;
  } finally {
    await open.close();
  }
}
