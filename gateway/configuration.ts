import { z } from 'zod';
import { type SubgraphName, subgraphNames } from '../subgraphs/kit/subgraphName.ts';
import { type LiveLimits, liveEnvironment, liveLimits, liveSettings } from './liveSettings.ts';
import { isLoopbackHost } from './server/loopback.ts';
import type { StreamCounts } from './server/streamLimits.ts';
import { type Setting, wholeNumber } from './setting.ts';
import { type TransportName, transportNames } from './subgraph/subscriptionTransport.ts';

/** What the process is told from outside, checked. */
export interface Configuration {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** True when `host` can be reached from this machine only: development identities exist only then. */
  readonly loopbackOnly: boolean;
  /** Complete origins such as `https://portal.example`. */
  readonly allowedOrigins: readonly string[];
  /** What answers operations that come over plain HTTP: our own way, or Apollo Server. */
  readonly httpPipeline: HttpPipeline;
  /** Whether a client may ask how its answer came to be. */
  readonly explain: boolean;
  /** Who may read /metrics: anybody, programs of this machine, or nobody. */
  readonly metrics: MetricsReaders;
  readonly limits: Limits;
  /** Null: an embedded PostgreSQL in `dataFolder`. */
  readonly databaseUrl: string | null;
  /** As given; relative to the working directory. */
  readonly dataFolder: string;
  /** Null: the development issuer on loopback, and no identities at all elsewhere. */
  readonly oidc: { readonly issuer: string; readonly audience: string } | null;
  /** The subgraphs that run elsewhere; the others run in this process. */
  readonly subgraphUrls: ReadonlyMap<SubgraphName, URL>;
  /** How subscriptions reach those that run elsewhere. */
  readonly subgraphSubscriptions: ReadonlyMap<SubgraphName, TransportName>;
  /** Signs on whose behalf a remote subgraph is asked; never null when `subgraphUrls` has an entry. */
  readonly internalSecret: string | null;
  readonly logLevel: LogLevel;
  readonly sample: boolean;
  readonly simulationSeed: number;
  readonly eventRetentionHours: number;
}

/** What the doors let through. */
export interface Limits extends LiveLimits {
  readonly bodyBytes: number;
  readonly requestTimeoutMs: number;
  /** Subscriptions over HTTP that may be open at a time. */
  readonly streams: StreamCounts;
  readonly subscriptionsPerSocket: number;
  /** Operations in one request; below 2 there is one. */
  readonly maxBatch: number;
}

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const httpPipelines = ['weft', 'apollo'] as const;
export type HttpPipeline = (typeof httpPipelines)[number];

const metricsReaders = ['public', 'local', 'off'] as const;
export type MetricsReaders = (typeof metricsReaders)[number];

const urlSettingOf = (name: SubgraphName): string => `SUBGRAPH_${name.toUpperCase()}_URL`;
const subscriptionsSettingOf = (name: SubgraphName): string => `SUBGRAPH_${name.toUpperCase()}_SUBSCRIPTIONS`;

/** Every setting; docs/reference/configuration.md is printed from this table. */
export const settings: readonly Setting[] = [
  { name: 'PORT', fallback: '4000', description: 'The port to listen on; 0 takes any free one.' },
  {
    name: 'HOST',
    fallback: '127.0.0.1',
    description: 'The address to listen on. Development identities and the ready-made token exist on loopback only.',
  },
  {
    name: 'DATABASE_URL',
    fallback: '',
    description:
      'PostgreSQL 15 or newer, as `postgres://user:password@host:port/database`. Without it, an embedded one.',
  },
  { name: 'WEFT_DATA', fallback: '.weft', description: 'Folder of the embedded database, keys and uploaded data.' },
  {
    name: 'OIDC_ISSUER',
    fallback: '',
    description:
      'Address of the OpenID Connect provider whose tokens are accepted. Without it, the development issuer.',
  },
  { name: 'OIDC_AUDIENCE', fallback: '', description: 'The audience that tokens must name; goes with `OIDC_ISSUER`.' },
  ...subgraphNames.map((name) => ({
    name: urlSettingOf(name),
    fallback: '',
    description: `Address of the ${name} subgraph when it runs elsewhere. Without it, it runs in this process.`,
  })),
  ...subgraphNames.map((name) => ({
    name: subscriptionsSettingOf(name),
    fallback: 'websocket',
    description: `How subscriptions reach the ${name} subgraph when it runs elsewhere: \`websocket\`, or \`sse\` for server-sent events.`,
  })),
  {
    name: 'WEFT_INTERNAL_SECRET',
    fallback: '',
    description:
      'At least 32 bytes, the same at the gateway and its remote subgraphs; signs on whose behalf they are asked.',
  },
  {
    name: 'LOG_LEVEL',
    fallback: 'info',
    description: `One of ${logLevels.map((level) => `\`${level}\``).join(', ')}.`,
  },
  { name: 'WEFT_SAMPLE', fallback: 'true', description: 'Whether to write the sample data into an empty database.' },
  {
    name: 'SIMULATION_SEED',
    fallback: '1',
    description: 'Everything simulated follows from this number and the clock.',
  },
  {
    name: 'ALLOWED_ORIGINS',
    fallback: '',
    description:
      'Origins of web pages that may use this server, such as `https://portal.example`, separated by commas.',
  },
  {
    name: 'MAX_BODY_BYTES',
    fallback: String(2 * 1024 * 1024),
    description: 'The largest request body, and the largest WebSocket message, in bytes.',
  },
  {
    name: 'REQUEST_TIMEOUT_MS',
    fallback: '30000',
    description: 'How long a query or mutation may take, in milliseconds. Subscriptions have no such limit.',
  },
  {
    name: 'SUBSCRIPTIONS_PER_SOCKET',
    fallback: '200',
    description: 'How many operations one WebSocket may have open at a time.',
  },
  ...liveSettings,
  {
    name: 'MAX_BATCH',
    fallback: '0',
    description:
      'How many operations one HTTP request may carry as a JSON array; they run side by side. 0 or 1 refuses arrays.',
  },
  {
    name: 'STREAMS_PER_VIEWER',
    fallback: '200',
    description: 'How many subscriptions one signed-in viewer may have open over HTTP (server-sent events, multipart).',
  },
  {
    name: 'STREAMS_PER_ADDRESS',
    fallback: '2000',
    description:
      'How many subscriptions over HTTP may be open from one remote address (of IPv6: from one /64). Behind a proxy all clients have the address of the proxy: set it higher there.',
  },
  {
    name: 'HTTP_PIPELINE',
    fallback: 'weft',
    description:
      'What answers queries and mutations over HTTP: `weft`, or `apollo` for Apollo Server with its plugins, which costs more.',
  },
  {
    name: 'WEFT_EXPLAIN',
    fallback: '',
    description:
      'Whether the header `x-weft-explain: 1` adds the plan and its times to `extensions`. Without it: on loopback only.',
  },
  {
    name: 'METRICS',
    fallback: 'local',
    description:
      'Who may read `/metrics`: `public`, `local` for programs of this machine that come through no proxy, or `off`.',
  },
  {
    name: 'EVENT_RETENTION_HOURS',
    fallback: '24',
    description: 'How long events are kept, in hours: a subscription can be resumed that long after its last cursor.',
  },
];

/** Says everything that is wrong with the environment at once; the message is for whoever starts the process. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });
const yesOrNo = z.enum(['true', 'false'], { error: 'must be true or false' }).transform((text) => text === 'true');
const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  error: ({ input }) =>
    `must be complete origins such as https://portal.example, without a path; ${JSON.stringify(input)} is not one`,
});

/** Values are echoed back only where they cannot be secrets. */
const environment = z.object({
  PORT: wholeNumber(0, 65_535),
  HOST: z.string().regex(/^[A-Za-z0-9.:[\]_-]+$/, 'must be a host name or an IP address, without a port or scheme'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be postgres://user:password@host:port/database' })
    .optional(),
  WEFT_DATA: z.string(),
  OIDC_ISSUER: httpUrl.optional(),
  OIDC_AUDIENCE: z.string().optional(),
  WEFT_INTERNAL_SECRET: z
    .string()
    .refine(
      (text) => Buffer.byteLength(text) >= 32,
      'must have at least 32 bytes; make one with: openssl rand -base64 32',
    )
    .optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }),
  WEFT_SAMPLE: yesOrNo,
  SIMULATION_SEED: wholeNumber(0, 2 ** 31 - 1),
  ALLOWED_ORIGINS: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(origin))
    .optional(),
  MAX_BODY_BYTES: wholeNumber(1_024, 256 * 1024 * 1024),
  REQUEST_TIMEOUT_MS: wholeNumber(1, 3_600_000),
  SUBSCRIPTIONS_PER_SOCKET: wholeNumber(1, 100_000),
  ...liveEnvironment,
  MAX_BATCH: wholeNumber(0, 1_000),
  STREAMS_PER_VIEWER: wholeNumber(1, 1_000_000),
  STREAMS_PER_ADDRESS: wholeNumber(1, 1_000_000),
  HTTP_PIPELINE: z.enum(httpPipelines, { error: `must be one of ${httpPipelines.join(', ')}` }),
  WEFT_EXPLAIN: yesOrNo.optional(),
  METRICS: z.enum(metricsReaders, { error: `must be one of ${metricsReaders.join(', ')}` }),
  EVENT_RETENTION_HOURS: wholeNumber(1, 24 * 366),
});

/** The value of each setting, or its fallback; empty text is the same as nothing. */
function given(env: Readonly<Record<string, string | undefined>>): Map<string, string> {
  const values = new Map<string, string>();
  for (const { name, fallback } of settings) {
    const text = env[name]?.trim() || fallback;
    if (text !== '') values.set(name, text);
  }
  return values;
}

function subgraphUrlsOf(values: ReadonlyMap<string, string>, problems: string[]): Map<SubgraphName, URL> {
  const urls = new Map<SubgraphName, URL>();
  for (const name of subgraphNames) {
    const text = values.get(urlSettingOf(name));
    if (text === undefined) continue;
    const checked = httpUrl.safeParse(text);
    if (checked.success) urls.set(name, new URL(checked.data));
    else problems.push(`${urlSettingOf(name)} must be an http:// or https:// address.`);
  }
  return urls;
}

function subgraphSubscriptionsOf(values: ReadonlyMap<string, string>, problems: string[]) {
  const transports = new Map<SubgraphName, TransportName>();
  for (const name of subgraphNames) {
    const text = values.get(subscriptionsSettingOf(name));
    const known = transportNames.find((transport) => transport === text);
    if (known !== undefined) transports.set(name, known);
    else problems.push(`${subscriptionsSettingOf(name)} must be one of ${transportNames.join(', ')}.`);
  }
  return transports;
}

/** Settings that only make sense together. */
function agreementProblems(values: ReadonlyMap<string, string>): string[] {
  const problems: string[] = [];
  if (values.has('OIDC_ISSUER') !== values.has('OIDC_AUDIENCE')) {
    problems.push('OIDC_ISSUER and OIDC_AUDIENCE go together: set both, or neither.');
  }
  const remote = subgraphNames.map(urlSettingOf).filter((name) => values.has(name));
  if (remote.length > 0 && !values.has('WEFT_INTERNAL_SECRET')) {
    problems.push(
      `WEFT_INTERNAL_SECRET is missing, but ${remote.join(', ')} needs it: set the same secret of at least 32 bytes here and at the subgraph.`,
    );
  }
  return problems;
}

/**
 * The configuration from the variables of the environment; reads nothing else.
 * @throws ConfigurationError that lists every problem.
 */
export function loadConfiguration(env: Readonly<Record<string, string | undefined>>): Configuration {
  const values = given(env);
  const checked = environment.safeParse(Object.fromEntries(values));
  const problems = (checked.error?.issues ?? []).map(({ path, message }) => `${String(path[0])} ${message}.`);
  const subgraphUrls = subgraphUrlsOf(values, problems);
  const subgraphSubscriptions = subgraphSubscriptionsOf(values, problems);
  problems.push(...agreementProblems(values));
  if (!checked.success || problems.length > 0) throw new ConfigurationError(problems);
  const { data } = checked;
  return {
    port: data.PORT,
    host: data.HOST,
    loopbackOnly: isLoopbackHost(data.HOST),
    allowedOrigins: data.ALLOWED_ORIGINS ?? [],
    httpPipeline: data.HTTP_PIPELINE,
    explain: data.WEFT_EXPLAIN ?? isLoopbackHost(data.HOST),
    metrics: data.METRICS,
    limits: {
      bodyBytes: data.MAX_BODY_BYTES,
      requestTimeoutMs: data.REQUEST_TIMEOUT_MS,
      streams: { perViewer: data.STREAMS_PER_VIEWER, perAddress: data.STREAMS_PER_ADDRESS },
      subscriptionsPerSocket: data.SUBSCRIPTIONS_PER_SOCKET,
      maxBatch: data.MAX_BATCH,
      ...liveLimits(data),
    },
    databaseUrl: data.DATABASE_URL ?? null,
    dataFolder: data.WEFT_DATA,
    oidc:
      data.OIDC_ISSUER === undefined || data.OIDC_AUDIENCE === undefined
        ? null
        : { issuer: data.OIDC_ISSUER, audience: data.OIDC_AUDIENCE },
    subgraphUrls,
    subgraphSubscriptions,
    internalSecret: data.WEFT_INTERNAL_SECRET ?? null,
    logLevel: data.LOG_LEVEL,
    sample: data.WEFT_SAMPLE,
    simulationSeed: data.SIMULATION_SEED,
    eventRetentionHours: data.EVENT_RETENTION_HOURS,
  };
}
