import { Command, InvalidArgumentError, Option } from 'commander';
import type { GatewayOptions } from './commands/gateway.ts';
import { ConfigurationError, loadConfiguration } from './configuration.ts';
import type { PlannerName } from './plan/planner.ts';
import { isForwardable } from './server/forwardedHeaders.ts';
import { StartError } from './startError.ts';
import { type TransportName, transportNames } from './subgraph/subscriptionTransport.ts';
import { openLog } from './telemetry/log.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

/** The configuration and the log, made where a command begins: nothing below reads the environment. */
function surroundings() {
  const configuration = loadConfiguration(process.env);
  const format = process.stderr.isTTY ? 'plain' : 'json';
  return { configuration, log: openLog({ level: configuration.logLevel, format, sink: process.stderr }) };
}

/**
 * Keeps the process alive until the work is done. What is being closed no longer does (sockets, children and timers that were let
 * go of), and Node ends a process that nothing keeps alive in the middle of an await.
 */
async function awakeDuring<T>(work: Promise<T>): Promise<T> {
  const awake = setInterval(() => undefined, 60_000);
  try {
    return await work;
  } finally {
    clearInterval(awake);
  }
}

/** Closes once at the first SIGINT or SIGTERM and ends the process; a second signal ends it at once. */
function closeAtSignal(close: () => Promise<void>): void {
  let closing = false;
  const stop = (): void => {
    if (closing) process.exit(1);
    closing = true;
    void awakeDuring(close()).finally(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

const portOption = new Option('--port <port>', 'the port to listen on; 0 takes any free one')
  .argParser((text) => Number.parseInt(text, 10))
  .makeOptionMandatory();

const plannerOption = new Option('--planner <name>', 'the planner that is asked first').choices(['apollo', 'hive']);

const noAddresses: ReadonlyMap<string, string> = new Map();

/** One more `NAME=URL`. */
function addAddress(text: string, known: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [, name, url] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || url === undefined || !URL.canParse(url)) {
    throw new InvalidArgumentError('It must be NAME=URL, e.g. products=http://127.0.0.1:4101/graphql.');
  }
  return new Map([...known, [name, url]]);
}

const noTransports: ReadonlyMap<string, TransportName> = new Map();

/** One more `NAME=websocket` or `NAME=sse`. */
function addTransport(text: string, known: ReadonlyMap<string, TransportName>): ReadonlyMap<string, TransportName> {
  const [, name, given] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const transport = transportNames.find((one) => one === given);
  if (name !== undefined && transport !== undefined) return new Map([...known, [name, transport]]);
  throw new InvalidArgumentError(`It must be NAME=${transportNames.join(' or NAME=')}.`);
}

const noHeaders: readonly string[] = [];

/** One more header name, in lower case. */
function addHeader(text: string, known: readonly string[]): readonly string[] {
  const name = text.toLowerCase();
  if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && isForwardable(name)) return [...new Set([...known, name])];
  throw new InvalidArgumentError('It must be the name of a header that is not about the connection or the body.');
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

function httpAddress(text: string): string {
  if (URL.canParse(text) && /^https?:/.test(text)) return text;
  throw new InvalidArgumentError('It must be an http(s) address.');
}

const program = new Command('weft').description('One live GraphQL graph over a network of supercomputing centers.');

program
  .command('start', { isDefault: true })
  .description('everything in one process: gateway, subgraphs, database, sample data, explorer')
  .action(async () => {
    const { start } = await import('./commands/start.ts');
    closeAtSignal(await start({ ...surroundings(), say }));
  });

program
  .command('gateway')
  .description('a federation gateway for any supergraph')
  .requiredOption('--supergraph <source>', 'the composed supergraph SDL: a file or an http(s) address')
  .addOption(portOption)
  .option('--poll <seconds>', 'how often to look for a new supergraph; 0 looks once', Number.parseFloat, 10)
  .option(
    '--subgraph <name=url>',
    'address of a subgraph, before that of the supergraph; repeatable',
    addAddress,
    noAddresses,
  )
  .option(
    '--subscriptions <name=transport>',
    'how subscriptions reach a subgraph: websocket (when nothing is said) or sse; repeatable',
    addTransport,
    noTransports,
  )
  .option(
    '--subscriptions-url <name=url>',
    'where subscriptions of a subgraph go, when that is not its address; repeatable',
    addAddress,
    noAddresses,
  )
  .option(
    '--forward-header <name>',
    'header of clients that subgraphs are sent too, such as authorization; repeatable',
    addHeader,
    noHeaders,
  )
  .addOption(plannerOption)
  .option('--max-cost <number>', 'operations that are estimated to cost more are refused (@cost, @listSize)', positive)
  .option('--list-size <number>', 'how long a list is taken to be that no @listSize is said of', positive)
  .option(
    '--override-label <name...>',
    'label of @override(label:) that is on for every request; percent(N) needs none; repeatable',
  )
  .option('--policy-url <url>', 'who decides about @policy, by POST; without it every policy is denied', httpAddress)
  .action(async (options: Omit<GatewayOptions, 'configuration' | 'log' | 'say'>) => {
    const { gateway } = await import('./commands/gateway.ts');
    closeAtSignal(await gateway({ ...surroundings(), say, ...options }));
  });

program
  .command('subgraph')
  .description('one subgraph in a process of its own; needs DATABASE_URL and WEFT_INTERNAL_SECRET')
  .argument('<name>', 'accounts, centers, jobs, marketplace, billing or network')
  .addOption(portOption)
  .action(async (name: string, { port }: { readonly port: number }) => {
    const { subgraph } = await import('./commands/subgraph.ts');
    closeAtSignal(await subgraph({ ...surroundings(), say, name, port }));
  });

program
  .command('migrate')
  .description('brings the database of DATABASE_URL (or the embedded one) up to date')
  .action(async () => {
    const { migrateAll } = await import('./commands/migrate.ts');
    await migrateAll({ ...surroundings(), say });
  });

program
  .command('seed')
  .description('writes the sample data, where it is not there yet')
  .action(async () => {
    const { seed } = await import('./commands/seed.ts');
    await seed({ ...surroundings(), say });
    process.exit(0);
  });

program
  .command('token')
  .description('a token of the development issuer for a sample person, on standard output')
  .argument('<role>', 'researcher, pi, administrator, operator, finance, auditor, store-owner, support or student')
  .action(async (role: string) => {
    const { token } = await import('./commands/token.ts');
    say(await token(surroundings().configuration, role));
  });

program
  .command('plan')
  .description('prints the query plan of an operation')
  .argument('<file>', 'a file with one operation')
  .option('--supergraph <file>', 'another supergraph than the committed one')
  .addOption(plannerOption)
  .action(async (file: string, options: { readonly supergraph?: string; readonly planner?: PlannerName }) => {
    const { plan } = await import('./commands/plan.ts');
    say(await plan({ ...surroundings(), file, ...options }));
  });

program
  .command('compose')
  .description('composes subgraph SDL files and prints the supergraph')
  .argument('<files...>', 'SDL files; the file name without its ending is the name of the subgraph')
  .action(async (files: readonly string[]) => {
    const { compose } = await import('./commands/compose.ts');
    say(await compose(files));
  });

try {
  await awakeDuring(program.parseAsync());
} catch (error) {
  // What is written for whoever starts the process is shown as it is; anything else is a fault of ours and keeps its trace.
  const known = error instanceof ConfigurationError || error instanceof StartError;
  complain(known ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
}
