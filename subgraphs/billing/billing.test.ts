import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonViewer } from '../../lib/viewer.ts';
import { type RunningSubgraph, runningSubgraph } from '../../test/kit/runningSubgraph.ts';
import type { NewEvent } from '../kit/log/event.ts';
import { billing } from './subgraph.ts';

const member: PersonViewer = {
  kind: 'person',
  userId: 'user_researcher',
  displayName: 'Researcher',
  platformRoles: [],
  memberships: [
    { projectId: 'project_cfd', role: 'MEMBER' },
    { projectId: 'project_language-models', role: 'MEMBER' },
  ],
  organizationIds: [],
  expiresAt: 4e9,
};
const service = { kind: 'service', name: 'test' } as const;

const project = (projectId: string): NewEvent => ({
  topic: 'project',
  key: projectId,
  type: 'ProjectDeclared',
  payload: { projectId, nameEn: projectId, organizationId: 'organization_tsinghua' },
});

const center: NewEvent = {
  topic: 'center',
  key: 'center_wuxi',
  type: 'CenterDeclared',
  payload: {
    centerId: 'center_wuxi',
    partitions: [
      { partitionId: 'partition_wuxi-cpu', accelerator: null },
      { partitionId: 'partition_wuxi-gpu', accelerator: { vendor: 'Simulated', model: 'A', perNode: 4 } },
    ],
  },
};

const submittedAt = '2026-11-24T08:00:00.000Z';

const submitted = (
  jobId: string,
  change: { readonly projectId?: string; readonly seconds?: number } = {},
): NewEvent => ({
  topic: 'job',
  key: jobId,
  type: 'JobSubmitted',
  payload: {
    jobId,
    projectId: change.projectId ?? 'project_cfd',
    partitionId: 'partition_wuxi-cpu',
    resources: {
      cores: 10,
      nodes: 1,
      accelerators: 0,
      memoryMebibytes: null,
      timeLimitSeconds: change.seconds ?? 3600,
    },
    submittedAt,
  },
});

const ended = (jobId: string, coreHours: string | null, projectId = 'project_cfd'): NewEvent => ({
  topic: 'job',
  key: jobId,
  type: 'JobStateChanged',
  payload: {
    jobId,
    projectId,
    terminal: true,
    at: '2026-11-24T09:00:00.000Z',
    usage: coreHours === null ? null : { coreHours, acceleratorHours: '0', nodeHours: '0.5' },
  },
});

const account = `query($id: ID!) {
  billingAccount(id: $id) { balance { amount currency } held { amount } available { amount } entries { totalCount nodes { kind lines { account debit { amount } credit { amount } } } } }
}`;
const jobMoney = `query($ids: [_Any!]!) {
  _entities(representations: $ids) { ... on Job { hold { state amount { amount } } charges { amount { amount } quantity unit priceRule { simulated price { amount } } invoiceLine { invoice { number } } } estimatedCost { amount } } }
}`;

describe('billing follows the jobs', () => {
  let subgraph: RunningSubgraph;
  beforeAll(async () => {
    subgraph = await runningSubgraph(billing, { sources: ['accounts', 'centers', 'jobs'] });
    await subgraph.appendTo('accounts', project('project_cfd'), project('project_language-models'));
    await subgraph.appendTo('centers', center);
  });
  afterAll(async () => {
    await subgraph[Symbol.asyncDispose]();
  });

  /** The money of a job once its events were handled; the events of one job are handled in order. */
  async function moneyOf(
    jobId: string,
    isDone: (hold: { readonly state: string }) => boolean,
  ): Promise<Record<string, unknown>> {
    for (let tries = 0; tries < 200; tries += 1) {
      const { data } = await subgraph.run(jobMoney, { ids: [{ __typename: 'Job', id: jobId }] }, member);
      const [job] = (data?.['_entities'] ?? []) as readonly { readonly hold: { readonly state: string } | null }[];
      if (job?.hold !== null && job?.hold !== undefined && isDone(job.hold)) return job as Record<string, unknown>;
    }
    throw new Error(`The money of ${jobId} did not get there`);
  }

  const balances = async (id: string): Promise<Record<string, unknown>> => {
    const { data, errors } = await subgraph.run(account, { id }, member);
    expect(errors).toBeUndefined();
    return data?.['billingAccount'] as Record<string, unknown>;
  };

  it('sets aside the most that a job may cost, charges what it used, and gives the rest back', async () => {
    await subgraph.appendTo('jobs', submitted('job_a'));
    const placed = await moneyOf('job_a', ({ state }) => state === 'PLACED');
    const price = Number((await pricesOf('partition_wuxi-cpu'))[0]?.price.amount);
    expect(placed).toMatchObject({ hold: { amount: { amount: (10 * price).toFixed(2) } }, charges: [] });
    await subgraph.appendTo('jobs', ended('job_a', '2.500000'));
    const settled = await moneyOf('job_a', ({ state }) => state !== 'PLACED');
    const cost = (2.5 * price).toFixed(4).replace(/0{1,2}$/, '');
    expect(settled).toMatchObject({
      hold: { state: 'CAPTURED' },
      charges: [{ amount: { amount: cost }, unit: 'CORE_HOUR', priceRule: { simulated: true }, invoiceLine: null }],
    });
    const after = await balances('billingAccount_cfd');
    expect(after).toMatchObject({ held: { amount: '0.00' }, balance: after['available'] });
    expect(Number((after['balance'] as { readonly amount: string }).amount)).toBeCloseTo(100_000 - Number(cost), 4);
  });

  it('does everything once when every event is told again', async () => {
    const before = await balances('billingAccount_cfd');
    await subgraph.appendTo(
      'jobs',
      submitted('job_a'),
      ended('job_a', '2.500000'),
      submitted('job_b'),
      ended('job_b', null),
    );
    expect(await moneyOf('job_b', ({ state }) => state !== 'PLACED')).toMatchObject({
      hold: { state: 'RELEASED' },
      charges: [],
    });
    const after = await balances('billingAccount_cfd');
    expect(after['balance']).toEqual(before['balance']);
  });

  it('never charges more than was set aside', async () => {
    await subgraph.appendTo('jobs', submitted('job_c', { seconds: 60 }), ended('job_c', '99.000000'));
    const job = await moneyOf('job_c', ({ state }) => state === 'CAPTURED');
    const { hold, charges } = job as { hold: { amount: unknown }; charges: readonly { amount: unknown }[] };
    expect(charges).toEqual([expect.objectContaining({ amount: hold.amount })]);
  });

  it('refuses a job that the project cannot pay, and holds nothing for it', async () => {
    const projectId = 'project_language-models';
    await subgraph.appendTo('jobs', submitted('job_d', { projectId, seconds: 24 * 3600 }));
    await moneyOf('job_d', ({ state }) => state === 'REFUSED');
    expect(await balances('billingAccount_language-models')).toMatchObject({
      available: { amount: '5.00' },
      held: { amount: '0.00' },
    });
  });

  it('keeps every entry balanced, and the accounts equal to the ledger', async () => {
    const { rows } = await ledger();
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row).toMatchObject({ differs: false });
  });

  async function ledger(): Promise<{ readonly rows: readonly Record<string, unknown>[] }> {
    await using database = subgraph.database.open('billing');
    const rows = await database.sql`
      select a.id, a.available <> coalesce(sum(coalesce(l.credit, 0) - coalesce(l.debit, 0)) filter (where l.ledger_account = 'prepaid:' || a.id), 0)
          or a.held <> coalesce(sum(coalesce(l.credit, 0) - coalesce(l.debit, 0)) filter (where l.ledger_account = 'held:' || a.id), 0) as differs
      from accounts a left join journal_lines l on l.ledger_account in ('prepaid:' || a.id, 'held:' || a.id) group by a.id`;
    return { rows: [...rows] };
  }

  async function pricesOf(partitionId: string): Promise<readonly { readonly price: { readonly amount: string } }[]> {
    const query =
      'query($ids: [_Any!]!) { _entities(representations: $ids) { ... on Partition { priceRules { unit simulated price { amount currency } } } } }';
    const { data } = await subgraph.run(query, { ids: [{ __typename: 'Partition', id: partitionId }] });
    const [partition] = (data?.['_entities'] ?? []) as readonly {
      readonly priceRules: readonly { readonly price: { readonly amount: string } }[];
    }[];
    return partition?.priceRules ?? [];
  }

  it('shows prices to everybody, and the money of a project to nobody else', async () => {
    expect(await pricesOf('partition_wuxi-gpu')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ unit: 'ACCELERATOR_HOUR', simulated: true }),
        expect.objectContaining({ unit: 'CORE_HOUR', simulated: true }),
      ]),
    );
    const stranger = { ...member, memberships: [] };
    const { data } = await subgraph.run(jobMoney, { ids: [{ __typename: 'Job', id: 'job_a' }] }, stranger);
    expect(data?.['_entities']).toEqual([{ hold: null, charges: [], estimatedCost: null }]);
    const refused = await subgraph.run(account, { id: 'billingAccount_cfd' }, stranger);
    const absent = await subgraph.run(account, { id: 'billingAccount_none' }, member);
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    expect(absent.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    expect((await subgraph.run(account, { id: 'billingAccount_cfd' }, service)).errors).toBeUndefined();
  });

  it('charges a job whose end is told before its submission', async () => {
    await subgraph.appendTo('jobs', ended('job_e', '1.000000'));
    await subgraph.appendTo('jobs', submitted('job_e'));
    expect(await moneyOf('job_e', () => true)).toMatchObject({
      hold: { state: 'CAPTURED' },
      charges: [{ quantity: '1.000000' }],
    });
  });

  it('shows the charges to whoever asks right after the end of the job', async () => {
    await subgraph.appendTo('jobs', submitted('job_f'));
    expect(await moneyOf('job_f', () => true)).toMatchObject({ hold: { state: 'PLACED' }, charges: [] });
    await subgraph.appendTo('jobs', ended('job_f', '1.000000'));
    expect(await moneyOf('job_f', () => true)).toMatchObject({
      hold: { state: 'CAPTURED' },
      charges: [{ unit: 'CORE_HOUR' }],
    });
  });

  it('leads members from a project to its account, its budget and its entries page by page', async () => {
    const query = `query($ids: [_Any!]!, $after: String) {
      _entities(representations: $ids) { ... on Project { billingAccount {
        id state project { id } budget { limit { amount } usedPercent }
        entries(first: 1, after: $after) { totalCount nodes { kind job { id } } pageInfo { hasNextPage endCursor } }
      } } }
    }`;
    const pi = {
      ...member,
      memberships: [{ projectId: 'project_biomaterials', role: 'PRINCIPAL_INVESTIGATOR' }],
    } as const;
    const ids = [{ __typename: 'Project', id: 'project_biomaterials' }];
    await subgraph.appendTo('jobs', submitted('job_g', { projectId: 'project_biomaterials' }));
    await subgraph.run(jobMoney, { ids: [{ __typename: 'Job', id: 'job_g' }] }, pi);
    type Page = {
      totalCount: number;
      nodes: readonly unknown[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    const accountAfter = async (after: string | null) => {
      const { data, errors } = await subgraph.run(query, { ids, after }, pi);
      expect(errors).toBeUndefined();
      const [found] = (data?.['_entities'] ?? []) as readonly { readonly billingAccount: { readonly entries: Page } }[];
      return found?.billingAccount;
    };
    const first = await accountAfter(null);
    expect(first).toMatchObject({
      id: 'billingAccount_biomaterials',
      state: 'ACTIVE',
      project: { id: 'project_biomaterials' },
      budget: { limit: { amount: '50000.00' }, usedPercent: 0 },
    });
    const second = await accountAfter(first?.entries.pageInfo.endCursor ?? null);
    expect([...(first?.entries.nodes ?? []), ...(second?.entries.nodes ?? [])]).toEqual(
      expect.arrayContaining([
        { kind: 'HOLD', job: { id: 'job_g' } },
        { kind: 'TOP_UP', job: null },
      ]),
    );
    expect(second?.entries).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: false } });
    const { data } = await subgraph.run(query, { ids, after: null }, member);
    expect(data?.['_entities']).toEqual([{ billingAccount: null }]);
  });

  it('tells what happened to the money of a job, with the new balance', async () => {
    await using database = subgraph.database.open('billing');
    const told = async (jobId: string) => [
      ...(await database.sql`
        select type, key, payload from events where topic = 'billingAccount' and payload->>'jobId' = ${jobId} order by tx, seq`),
    ];
    const key = 'billingAccount_cfd';
    const facts = { accountId: key, projectId: 'project_cfd', jobId: 'job_a' };
    const money = { amount: expect.any(String), currency: 'CNY' };
    const changed = {
      entryId: expect.any(String),
      entryKind: 'CAPTURE',
      balance: money,
      held: { ...money, amount: '0.00' },
    };
    expect(await told('job_a')).toEqual([
      { type: 'HoldPlaced', key, payload: { ...facts, amount: money } },
      { type: 'HoldReleased', key, payload: { ...facts, amount: money } },
      { type: 'BalanceChanged', key, payload: { ...facts, ...changed } },
    ]);
    expect((await told('job_b')).map(({ type }) => type)).toEqual(['HoldPlaced', 'HoldReleased']);
    expect((await told('job_d')).map(({ type }) => type)).toEqual(['HoldRefused']);
  });

  it('refuses, in the database, an entry that is not whole', async () => {
    await using database = subgraph.database.open('billing');
    const { sql } = database;
    const post = (...lines: readonly { readonly debit: number | null; readonly credit: number | null }[]) =>
      sql.begin(async (tx) => {
        await tx`insert into journal_entries (id, account_id, kind, description, at) values ('journalEntry_x', 'billingAccount_cfd', 'TOP_UP', 'x', now())`;
        for (const { debit, credit } of lines)
          await tx`insert into journal_lines (entry_id, ledger_account, debit, credit, currency) values ('journalEntry_x', 'bank', ${debit}, ${credit}, 'CNY')`;
      });
    await expect(post()).rejects.toThrow(/fewer than two lines/);
    await expect(post({ debit: 1, credit: null })).rejects.toThrow(/fewer than two lines/);
    await expect(post({ debit: 2, credit: null }, { debit: null, credit: 1 })).rejects.toThrow(/does not balance/);
    await expect(post({ debit: 1, credit: 1 })).rejects.toThrow(/journal_lines_one_side/);
  });

  it('refuses, in the database, any change of an entry', async () => {
    await using database = subgraph.database.open('billing');
    const { sql } = database;
    for (const table of ['journal_entries', 'journal_lines', 'charges']) {
      await expect(sql`update ${sql(table)} set id = id`).rejects.toThrow(
        /written once|can only be updated to DEFAULT/,
      );
      await expect(sql`delete from ${sql(table)}`).rejects.toThrow(/written once/);
      await expect(sql`truncate ${sql(table)} cascade`).rejects.toThrow(/written once/);
    }
    await expect(sql`update journal_lines set debit = 2 where debit is not null`).rejects.toThrow(/written once/);
    const later = sql`insert into journal_lines (entry_id, ledger_account, debit, credit, currency)
      select id, side.name, side.debit, side.credit, 'CNY' from (select id from journal_entries limit 1) as entry,
        (values ('bank', 1, null), ('revenue', null, 1)) as side (name, debit, credit)`;
    await expect(later).rejects.toThrow(/written once/);
  });
});
