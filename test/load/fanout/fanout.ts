import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Child, startChild } from '../engine/childProcess.ts';
import { installPeers } from '../engine/installPeers.ts';
import { type Contender, contenders } from './contenders.ts';
import { goalLines } from './goals.ts';
import { type FanoutRow, fanoutRow, fanoutTable } from './report.ts';
import { runWorkload } from './runWorkload.ts';
import type { Stage } from './stage.ts';
import { operationsWorkload, type Workload, wallWorkload } from './workloads.ts';

const resultsFolder = fileURLToPath(new URL('../.results', import.meta.url));

const options = {
  /** Groups of servers. */
  only: { type: 'string', default: 'weft,naive,raw,hive' },
  workload: { type: 'string', default: 'wall,operations' },
  /** Of the workload `wall`. */
  clients: { type: 'string', default: '1000,5000,10000' },
  'operation-clients': { type: 'string', default: '2000' },
  operations: { type: 'string', default: '200' },
  rounds: { type: 'string', default: '3' },
  /** Of the burst of one round of one server. */
  seconds: { type: 'string', default: '2' },
} as const;

type Values = Readonly<Record<keyof typeof options, string>>;

const names = (text: string): string[] => text.split(',').map((name) => name.trim());

const helper = (file: string, ...args: readonly string[]): Promise<Child> =>
  startChild({
    name: file,
    args: ['--import', 'tsx', fileURLToPath(new URL(file, import.meta.url)), ...args],
    ready: /^ready (\S+)/,
  });

interface Chosen {
  readonly values: Values;
  readonly all: readonly Contender[];
}

async function run(stage: Stage, { values, all }: Chosen, workload: Workload): Promise<readonly FanoutRow[]> {
  const groups = names(values.only);
  const effort = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
  const taking = all.filter(
    ({ group, maxClients = Number.POSITIVE_INFINITY, answersOperations }) =>
      groups.includes(group) && workload.clients <= maxClients && (answersOperations || workload.queries.length === 1),
  );
  stage.say(workload.says);
  const rows = (await runWorkload(stage, workload, taking, effort)).map(fanoutRow);
  for (const line of fanoutTable(rows)) stage.say(line);
  const clientsCpu = rows.map(({ name, clientsCpuMicrosPerDelivery: cpu }) => `${name} ${cpu.toFixed(1)}`).join(', ');
  stage.say(`The clients took so many us of CPU a delivery: ${clientsCpu}. Medians of ${effort.rounds} rounds.\n`);
  return rows;
}

async function runAll(stage: Stage, chosen: Chosen): Promise<Record<string, readonly FanoutRow[]>> {
  const { values } = chosen;
  const results: Record<string, readonly FanoutRow[]> = {};
  const workloads = names(values.workload);
  if (workloads.includes('wall')) {
    const byClients = new Map<number, readonly FanoutRow[]>();
    for (const clients of names(values.clients).map(Number)) {
      const workload = await wallWorkload(clients);
      const rows = await run(stage, chosen, workload);
      byClients.set(clients, rows);
      results[workload.name] = rows;
    }
    for (const line of goalLines(byClients)) stage.say(line);
    stage.say('');
  }
  if (workloads.includes('operations')) {
    const workload = await operationsWorkload(Number(values['operation-clients']), Number(values.operations));
    results[workload.name] = await run(stage, chosen, workload);
  }
  return results;
}

/**
 * One event to very many clients over WebSocket: Weft with an entity fetch beside servers that are no gateway, and beside Hive Gateway, each in a process of
 * its own, taking turns. Prints tables and goals, and writes all figures to `test/load/.results`.
 */
export async function fanout(args: readonly string[], say: (line: string) => void): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const all = contenders(await installPeers(new Set(names(values.only)), say));
  const folder = await mkdtemp(join(tmpdir(), 'weft-fanout-'));
  try {
    await using status = await helper('subgraph.child.ts', 'status');
    await using network = await helper('subgraph.child.ts', 'network');
    await using one = await helper('clients.child.ts');
    await using other = await helper('clients.child.ts');
    const stage: Stage = { status, network, clients: [one, other], folder, say };
    const results = await runAll(stage, { values, all });
    await mkdir(resultsFolder, { recursive: true });
    await writeFile(join(resultsFolder, 'fanout.json'), JSON.stringify(results, null, 1));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
