import { engine } from './engine/engine.ts';
import { live } from './live.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The benchmarks by name. */
const benchmarks = { engine, live } as const;

/** What `npm run bench` runs without a name: everything that installs nothing. */
const withoutInstalls: readonly (() => Promise<void>)[] = [
  () => live([], say),
  () => engine(['--only', 'stock,weft,bare'], say),
];

const [name, ...args] = process.argv.slice(2);
if (name === undefined) {
  for (const run of withoutInstalls) await run();
} else if (name === 'engine' || name === 'live') {
  await benchmarks[name](args, say);
} else {
  say(`There is no benchmark ${name}; there are: ${Object.keys(benchmarks).join(', ')}.`);
  process.exitCode = 1;
}
