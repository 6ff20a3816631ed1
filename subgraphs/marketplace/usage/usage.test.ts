import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../../lib/clock.ts';
import { type OpenedSubgraph, openedSubgraph } from '../../../test/kit/openedSubgraph.ts';
import { jobConsumer } from '../job/job.consumer.ts';
import { marketplace } from '../subgraph.ts';

const now = new Date('2026-03-01T00:00:00Z');
const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();

interface Ended {
  readonly state?: string;
  readonly at?: string;
  readonly terminal?: boolean;
  readonly coreHours?: string | null;
  readonly productId?: string | null;
}

function ended(jobId: string, facts: Ended = {}) {
  const {
    state = 'SUCCEEDED',
    at = daysAgo(1),
    terminal = true,
    coreHours = '1',
    productId = 'product_gromacs',
  } = facts;
  const payload = {
    ...{ jobId, state, at, terminal },
    software: productId === null ? null : { productId, version: '2025.0.0' },
    usage: coreHours === null ? null : { coreHours, acceleratorHours: '0', nodeHours: '0', wallSeconds: 60 },
  };
  return { topic: 'job', key: jobId, type: 'JobStateChanged', payload };
}

let opened: OpenedSubgraph;
beforeAll(async () => {
  opened = await openedSubgraph(marketplace, { clock: { ...systemClock, now: () => now } });
});
afterAll(() => opened[Symbol.asyncDispose]());

async function usage(slug: string, args = ''): Promise<unknown> {
  const data = await opened.data(`{ product(slug: "${slug}") { usage${args} { jobs coreHours successPercent } } }`);
  return (data as { readonly product: { readonly usage: unknown } }).product.usage;
}

const unused = { jobs: 0, coreHours: '0', successPercent: null };

it('tells that a product was not used as long as no job has ended with it', async () => {
  await opened.consume(jobConsumer.name, ended('job_running', { state: 'RUNNING', terminal: false, coreHours: null }));
  expect(await usage('gromacs')).toEqual(unused);
});

it('counts the jobs that ran a product and have ended, each once, with their core-hours exactly', async () => {
  const story = [
    ended('job_1', { coreHours: '0.1' }),
    ended('job_2', { coreHours: '0.2' }),
    ended('job_3', { state: 'FAILED', coreHours: '12.300000' }),
    ended('job_long-ago', { at: daysAgo(45), coreHours: '1000' }),
    ended('job_never-started', { state: 'CANCELLED', coreHours: null }),
    ended('job_without-software', { productId: null }),
    ended('job_of-elsewhere', { productId: 'product_of-nobody' }),
  ];
  await opened.consume(jobConsumer.name, ...story);
  await opened.consume(jobConsumer.name, ...story);
  expect(await usage('gromacs')).toEqual({ jobs: 3, coreHours: '12.6', successPercent: 66.67 });
  expect(await usage('gromacs', '(lastDays: 60)')).toEqual({ jobs: 4, coreHours: '1012.6', successPercent: 75 });
  expect(await usage('openfoam')).toEqual(unused);
});

it('counts for several products and lengths of time at once', async () => {
  const data = await opened.data(
    '{ products { nodes { slug month: usage { jobs } quarter: usage(lastDays: 90) { jobs } } } }',
  );
  expect(data).toEqual({
    products: {
      nodes: [
        { slug: 'gromacs', month: { jobs: 3 }, quarter: { jobs: 4 } },
        { slug: 'openfoam', month: { jobs: 0 }, quarter: { jobs: 0 } },
        { slug: 'pytorch', month: { jobs: 0 }, quarter: { jobs: 0 } },
      ],
    },
  });
});

it('refuses a number of days that is none, naming the argument', async () => {
  for (const days of [0, -1, 367]) {
    const { errors } = await opened.run(`{ product(slug: "gromacs") { usage(lastDays: ${days}) { jobs } } }`);
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(errors?.[0]?.message).toContain('`lastDays` must be from 1 to 366');
  }
});

it('waits for an event of another form instead of passing over it', async () => {
  await expect(opened.consume(jobConsumer.name, ended('job_odd', { coreHours: 'many' }))).rejects.toThrow('coreHours');
});
