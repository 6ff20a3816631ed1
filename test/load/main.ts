import { engine } from './engine/engine.ts';
import { fanout } from './fanout/fanout.ts';
import { live } from './live.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Benchmark {
  readonly run: (args: readonly string[], say: (line: string) => void) => Promise<void>;
  readonly says: string;
  /** With which it takes part when no benchmark is named: nothing is installed then. */
  readonly withoutInstalls: readonly string[];
}

/** The benchmarks by name. */
const benchmarks: ReadonlyMap<string, Benchmark> = new Map([
  [
    'live',
    {
      run: live,
      says: 'from the commit of a job’s change to its event at the client, in a whole Weft',
      withoutInstalls: [],
    },
  ],
  [
    'engine',
    {
      run: engine,
      says: 'queries beside other gateways: --only stock,weft,bare,hive,mercurius --workload auth,same,small,in-process --rounds N --seconds N',
      withoutInstalls: ['--only', 'stock,weft,bare'],
    },
  ],
  [
    'fanout',
    {
      run: fanout,
      says: 'one event to very many subscribers: --only weft,naive,raw,hive --workload wall,operations --clients N,N --operations N --operation-clients N --rounds N --seconds N',
      withoutInstalls: ['--only', 'weft,naive,raw'],
    },
  ],
]);

const help = (): void => {
  say('npm run bench                      everything, with what is installed');
  say('npm run bench -- NAME [options]    one benchmark, with all peers:\n');
  for (const [name, { says }] of benchmarks) say(`  ${name.padEnd(8)} ${says}`);
};

const [name, ...args] = process.argv.slice(2);
const benchmark = benchmarks.get(name ?? '');
if (name === undefined) {
  for (const { run, withoutInstalls } of benchmarks.values()) await run(withoutInstalls, say);
} else if (benchmark !== undefined) {
  await benchmark.run(args, say);
} else {
  if (name !== '--help' && name !== 'help') {
    say(`There is no benchmark ${name}.\n`);
    process.exitCode = 1;
  }
  help();
}
