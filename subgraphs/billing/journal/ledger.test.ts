import { expect, it } from 'vitest';
import { type OpenedSubgraph, openedSubgraph } from '../../../test/kit/openedSubgraph.ts';
import type { NewEvent } from '../../kit/log/event.ts';
import { billing } from '../subgraph.ts';

const service = { kind: 'service', name: 'test' } as const;
const projects = ['project_biomaterials', 'project_cfd', 'project_language-models'] as const;
const partitionId = 'partition_wuxi-gpu';
const at = '2026-11-24T08:00:00.000Z';

/** Numbers that look random and are the same for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
type Random = ReturnType<typeof randomFrom>;

interface TestJob {
  readonly jobId: string;
  readonly projectId: string;
  readonly cores: number;
  readonly accelerators: number;
  readonly seconds: number;
  /** Millionths of an hour; null when it never ran. */
  readonly used: { readonly core: bigint; readonly accelerator: bigint } | null;
}

const hoursText = (millionths: bigint): string =>
  `${millionths / 1_000_000n}.${String(millionths % 1_000_000n).padStart(6, '0')}`;

function randomJob(random: Random, place: number): TestJob {
  const used = { core: BigInt(random(40_000_000)), accelerator: BigInt(random(3_000_000)) };
  return {
    jobId: `job_${place}`,
    projectId: projects[random(projects.length)] ?? projects[0],
    cores: 1 + random(64),
    accelerators: random(3),
    seconds: 1 + random(7200),
    used: random(4) === 0 ? null : used,
  };
}

const submitted = ({ jobId, projectId, cores, accelerators, seconds }: TestJob): NewEvent => ({
  topic: 'job',
  key: jobId,
  type: 'JobSubmitted',
  payload: {
    jobId,
    projectId,
    partitionId,
    resources: { cores, nodes: 1, accelerators, memoryMebibytes: null, timeLimitSeconds: seconds },
    submittedAt: at,
  },
});

const ended = ({ jobId, projectId, used }: TestJob): NewEvent => ({
  topic: 'job',
  key: jobId,
  type: 'JobStateChanged',
  payload: {
    jobId,
    projectId,
    terminal: true,
    at,
    usage:
      used === null
        ? null
        : { coreHours: hoursText(used.core), acceleratorHours: hoursText(used.accelerator), nodeHours: '1' },
  },
});

interface Told {
  readonly job: TestJob;
  readonly what: 'submitted' | 'ended';
}

/** What happens to the jobs, mixed: mostly in order within a job, some of it told several times, some jobs still running. */
function randomStory(random: Random, jobs: readonly TestJob[]): readonly Told[] {
  const placed: { readonly told: Told; readonly when: number }[] = [];
  for (const job of jobs) {
    const start = random(1000);
    const isReversed = random(8) === 0;
    for (let times = 1 + random(3); times > 0; times -= 1)
      placed.push({ told: { job, what: 'submitted' }, when: start + random(40) });
    if (random(5) === 0) continue;
    for (let times = 1 + random(3); times > 0; times -= 1)
      placed.push({ told: { job, what: 'ended' }, when: start + (isReversed ? -random(40) : random(400)) });
  }
  return placed.sort((one, other) => one.when - other.when).map(({ told }) => told);
}

interface Prices {
  /** Millionths of a CNY for an hour. */
  readonly core: bigint;
  readonly accelerator: bigint;
}

type ModelHold = { state: 'PLACED' | 'CAPTURED' | 'RELEASED' | 'REFUSED'; amount: bigint; charged: bigint };

/** The same rules in whole numbers, in hundred-millionths of a CNY: slow, plain, and not by a database. */
class Model {
  readonly available = new Map<string, bigint>([
    ['project_biomaterials', 10_000_000_000_000n],
    ['project_cfd', 10_000_000_000_000n],
    ['project_language-models', 500_000_000n],
  ]);
  readonly holds = new Map<string, ModelHold>();
  readonly #ended = new Set<string>();

  constructor(readonly prices: Prices) {}

  tell({ job, what }: Told): void {
    if (what === 'ended') this.#ended.add(job.jobId);
    else if (!this.holds.has(job.jobId)) this.#place(job);
    this.#settle(job);
  }

  #cost(hours: bigint, price: bigint): bigint {
    return (hours * price + 5_000n) / 10_000n;
  }

  #place({ jobId, projectId, cores, accelerators, seconds }: TestJob): void {
    const most = (count: number): bigint => (BigInt(count * seconds) * 1_000_000n + 3_599n) / 3_600n;
    const amount = this.#cost(most(cores), this.prices.core) + this.#cost(most(accelerators), this.prices.accelerator);
    const available = this.available.get(projectId) ?? 0n;
    const isPaid = amount <= available;
    if (isPaid) this.available.set(projectId, available - amount);
    this.holds.set(jobId, { state: isPaid ? 'PLACED' : 'REFUSED', amount, charged: 0n });
  }

  #settle({ jobId, projectId, used }: TestJob): void {
    const hold = this.holds.get(jobId);
    if (hold?.state !== 'PLACED' || !this.#ended.has(jobId)) return;
    const { core, accelerator } = used ?? { core: 0n, accelerator: 0n };
    const cost = this.#cost(core, this.prices.core) + this.#cost(accelerator, this.prices.accelerator);
    hold.charged = cost < hold.amount ? cost : hold.amount;
    hold.state = hold.charged > 0n ? 'CAPTURED' : 'RELEASED';
    this.available.set(projectId, (this.available.get(projectId) ?? 0n) + hold.amount - hold.charged);
  }
}

const toParts = (amount: string, scale: number): bigint => {
  const [whole = '0', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(scale, '0'));
};

async function pricesOf(subgraph: OpenedSubgraph): Promise<Prices> {
  const [partition] = (await subgraph.entities(
    [{ __typename: 'Partition', id: partitionId }],
    '... on Partition { priceRules { unit price { amount } } }',
  )) as readonly { readonly priceRules: readonly { readonly unit: string; readonly price: { amount: string } }[] }[];
  const priceOf = (wanted: string): bigint => {
    const rule = partition?.priceRules.find(({ unit }) => unit === wanted);
    if (rule === undefined) throw new Error(`There is no price for ${wanted}`);
    return toParts(rule.price.amount, 6);
  };
  return { core: priceOf('CORE_HOUR'), accelerator: priceOf('ACCELERATOR_HOUR') };
}

/** Lets billing hear a story, in batches of any size, some of them by two readers at the same time. */
async function tell(subgraph: OpenedSubgraph, random: Random, story: readonly Told[]): Promise<void> {
  const events = story.map(({ job, what }) => (what === 'submitted' ? submitted(job) : ended(job)));
  let next = 0;
  while (next < events.length) {
    const batch = events.slice(next, next + 1 + random(6));
    next += batch.length;
    await Promise.all(
      Array.from({ length: 1 + Number(random(5) === 0) }, () => subgraph.consume('billingJobs', ...batch)),
    );
  }
}

async function toldSubgraph(): Promise<OpenedSubgraph> {
  const subgraph = await openedSubgraph(billing);
  const accelerator = { vendor: 'Simulated', model: 'A', perNode: 4 };
  const payload = { centerId: 'center_wuxi', partitions: [{ partitionId, accelerator }] };
  await subgraph.consume('billingPrices', { topic: 'center', key: 'center_wuxi', type: 'CenterDeclared', payload });
  return subgraph;
}

const amounts = `query ($id: ID!) { billingAccount(id: $id) { balance { amount } held { amount } available { amount } } }`;
const moneyOfJob = '... on Job { hold { state amount { amount } } charges { amount { amount } } }';

it.each([1, 2, 3])('agrees with a plain model after any story of holds, charges and releases (%i)', async (seed) => {
  await using subgraph = await toldSubgraph();
  const random = randomFrom(seed);
  const jobs = Array.from({ length: 60 }, (_, place) => randomJob(random, place));
  const story = randomStory(random, jobs);
  const model = new Model(await pricesOf(subgraph));
  for (const told of story) model.tell(told);
  await tell(subgraph, random, story);

  expect(new Set([...model.holds.values()].map(({ state }) => state))).toEqual(
    new Set(['PLACED', 'CAPTURED', 'RELEASED', 'REFUSED']),
  );
  const references = jobs.map(({ jobId: id }) => ({ __typename: 'Job', id }));
  type Shown = {
    hold: { state: string; amount: { amount: string } } | null;
    charges: { amount: { amount: string } }[];
  };
  const shown = (await subgraph.entities(references, moneyOfJob, service)) as readonly Shown[];
  const actual = shown.map(({ hold, charges }) => ({
    state: hold?.state,
    amount: toParts(hold?.amount.amount ?? '0', 8),
    charged: charges.reduce((sum, { amount }) => sum + toParts(amount.amount, 8), 0n),
  }));
  expect(actual).toEqual(jobs.map(({ jobId }) => model.holds.get(jobId)));

  for (const projectId of projects) {
    const id = projectId.replace('project_', 'billingAccount_');
    const { billingAccount } = (await subgraph.data(amounts, service, { id })) as {
      readonly billingAccount: Readonly<Record<'balance' | 'held' | 'available', { readonly amount: string }>>;
    };
    const held = jobs
      .filter((job) => job.projectId === projectId && model.holds.get(job.jobId)?.state === 'PLACED')
      .reduce((sum, { jobId }) => sum + (model.holds.get(jobId)?.amount ?? 0n), 0n);
    const available = model.available.get(projectId) ?? 0n;
    expect(toParts(billingAccount.available.amount, 8)).toBe(available);
    expect(toParts(billingAccount.held.amount, 8)).toBe(held);
    expect(toParts(billingAccount.balance.amount, 8)).toBe(available + held);
  }
});

it('keeps debits equal to credits and accounts equal to their lines, and tells and does nothing twice', async () => {
  await using subgraph = await toldSubgraph();
  const random = randomFrom(4);
  const jobs = Array.from({ length: 60 }, (_, place) => randomJob(random, place));
  await tell(subgraph, random, randomStory(random, jobs));

  const { db } = subgraph;
  const sides = await db.execute(
    `select sum(debit) as debits, sum(credit) as credits from journal_lines group by currency`,
  );
  expect(sides).toHaveLength(1);
  expect(sides[0]?.['debits']).toBe(sides[0]?.['credits']);
  const unbalanced = await db.execute(
    `select e.id from journal_entries e left join journal_lines l on l.entry_id = e.id
     group by e.id having coalesce(sum(debit), 0) <> coalesce(sum(credit), 0) or count(l.id) < 2`,
  );
  expect([...unbalanced]).toEqual([]);
  const differing = await db.execute(
    `with ledger as (select ledger_account as name, sum(coalesce(credit, 0) - coalesce(debit, 0)) as amount from journal_lines group by 1)
     select a.id from accounts a
     left join ledger p on p.name = 'prepaid:' || a.id left join ledger h on h.name = 'held:' || a.id
     where a.available <> coalesce(p.amount, 0) or a.held <> coalesce(h.amount, 0)
        or a.held <> (select coalesce(sum(amount), 0) from holds where account_id = a.id and state = 'PLACED')`,
  );
  expect([...differing]).toEqual([]);
  const revenue = await db.execute(
    `select (select sum(credit) from journal_lines where ledger_account = 'revenue') = (select sum(amount) from charges) as agrees`,
  );
  expect(revenue[0]).toEqual({ agrees: true });
  const doubled = await db.execute(
    `select type, payload->>'jobId' as job from events where payload->>'jobId' is not null group by 1, 2 having count(*) > 1`,
  );
  expect([...doubled]).toEqual([]);
  const left = await db.execute(`select job_id from early_ends join holds using (job_id)`);
  expect([...left]).toEqual([]);
});
