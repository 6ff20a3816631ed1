import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { composeSubgraphs } from '../../../gateway/supergraph/composeSubgraphs.ts';
import { loadSupergraph } from '../../../gateway/supergraph/supergraph.ts';
import { type Child, startChild } from './childProcess.ts';
import { type Contender, contenders } from './contenders.ts';
import { federation1Sources, subgraphSources } from './graph.ts';
import { runInProcess } from './inProcess.ts';
import { installPeers } from './installPeers.ts';
import { reportRow, reportTable } from './report.ts';
import { runWorkload, type Stage } from './runWorkload.ts';
import { workloads } from './workloads.ts';

const resultsFolder = fileURLToPath(new URL('../.results', import.meta.url));

const helper = (file: string): Promise<Child> =>
  startChild({
    name: file,
    args: ['--import', 'tsx', fileURLToPath(new URL(file, import.meta.url))],
    ready: /^ready (\S+)/,
  });

const options = {
  /** Groups of contenders; stock always takes part. */
  only: { type: 'string', default: 'stock,weft,bare,hive,mercurius' },
  workload: { type: 'string', default: 'auth,same,small,in-process' },
  rounds: { type: 'string', default: '3' },
  /** Of one round of one gateway. */
  seconds: { type: 'string', default: '4' },
} as const;

type Values = Readonly<Record<keyof typeof options, string>>;

const names = (text: string): ReadonlySet<string> => new Set(text.split(',').map((name) => name.trim()));

async function setStage(subgraphs: Child, load: Child, folder: string, say: (line: string) => void): Promise<Stage> {
  const urlOf = (name: string): string => `${subgraphs.url}/${name}`;
  const composition = composeSubgraphs(subgraphSources(urlOf));
  if (!composition.ok) throw new Error(composition.errors.map(({ message }) => message).join('\n'));
  const files = {
    supergraph: join(folder, 'supergraph.graphql'),
    federation1: join(folder, 'federation1.json'),
    origin: subgraphs.url,
  };
  await writeFile(files.supergraph, composition.supergraphSdl);
  await writeFile(files.federation1, JSON.stringify(federation1Sources(urlOf)));
  const bench = { subgraphs, load, expectedData: null, nextToken: 1 };
  return { bench, supergraph: loadSupergraph(composition.supergraphSdl), folder, files, say };
}

/** Runs the chosen workloads one after the other; gives the rows of each by its name. */
async function runAll(stage: Stage, all: readonly Contender[], values: Values): Promise<Record<string, unknown>> {
  const groups = names(values.only);
  const chosen = names(values.workload);
  const effort = { rounds: Number(values.rounds), seconds: Number(values.seconds) };
  const takesPart = ({ name, group, workloads: some }: Contender, workload: string): boolean =>
    (group === 'stock' || groups.has(group) || groups.has(name)) && (some?.some((one) => one === workload) ?? true);
  const results: Record<string, unknown> = {};
  for (const workload of workloads.filter(({ name }) => chosen.has(name))) {
    const taking = all.filter((contender) => takesPart(contender, workload.name));
    const rows = (await runWorkload(stage, workload, taking, effort)).map(reportRow);
    for (const line of reportTable(rows, ['stock', 'hive-rust', 'mercurius', 'bare-fetches'])) stage.say(line);
    const perCall = rows[0]?.subgraphCpuMsPerCall.toFixed(3);
    stage.say(`The subgraphs took ${perCall} ms of CPU a call. Medians of ${effort.rounds} rounds.\n`);
    results[workload.name] = rows;
  }
  if (chosen.has('in-process')) {
    stage.say('in-process: a list of 200 entities of two subgraphs in the process of the gateway');
    const rows = (await runInProcess(effort)).map(reportRow);
    for (const line of reportTable(rows, ['stock', 'graphql'])) stage.say(line);
    results['in-process'] = rows;
  }
  return results;
}

/**
 * The engine beside other gateways before the same subgraphs: each in a process of its own, taking turns. Prints a table for each
 * workload and writes all figures to `test/load/.results`.
 */
export async function engine(args: readonly string[], say: (line: string) => void): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const all = contenders(await installPeers(names(values.only), say));
  const folder = await mkdtemp(join(tmpdir(), 'weft-bench-'));
  try {
    await using subgraphs = await helper('subgraphServer.child.ts');
    await using load = await helper('load.child.ts');
    const results = await runAll(await setStage(subgraphs, load, folder, say), all, values);
    await mkdir(resultsFolder, { recursive: true });
    await writeFile(join(resultsFolder, 'engine.json'), JSON.stringify(results, null, 1));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
