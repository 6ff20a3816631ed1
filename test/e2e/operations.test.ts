import { readdir, readFile } from 'node:fs/promises';
import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operation, type RunningWeft, startWeftProcess } from '../kit/runningWeft.ts';
import { wsClient } from '../kit/wsClient.ts';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);

/** Operations that wait for a later capability; the README lists the same. */
const notYet = [
  'BillingEvents',
  'CompareCenters',
  'MonthClose',
  'NetworkAlarms',
  'PathHealth',
  'PlacementAdvice',
  'ServiceTender',
  'StoreInbox',
  'TransferCampaign',
  'TransferEstimate',
];

interface Node {
  readonly [field: string]: unknown;
}

describe('the operations that clients send, verbatim, on a running Weft', () => {
  let weft: RunningWeft;
  beforeAll(async () => {
    weft = await startWeftProcess();
  });
  afterAll(async () => {
    await weft[Symbol.asyncDispose]();
  });

  /** Sends a query or mutation; an error of any kind fails the test with its text. */
  async function answer(name: string, variables?: Record<string, unknown>, role = 'researcher'): Promise<Node> {
    const { query, variables: examples } = await operation(name);
    const result = await weft.send(query, { ...examples, ...variables }, role);
    expect(result.errors).toBeUndefined();
    return result.data as Node;
  }

  /** Opens a subscription and gives its first events. */
  async function firstEvents(name: string, count: number): Promise<Node[]> {
    const { query, variables } = await operation(name);
    const client = await wsClient(weft.url, { token: await weft.token('researcher') });
    try {
      const subscription = client.subscribe({ query, variables });
      const events: Node[] = [];
      while (events.length < count) {
        const result = await subscription.next(15_000);
        expect(result.errors).toBeUndefined();
        events.push(result.data as Node);
      }
      return events;
    } finally {
      await client.close();
    }
  }

  it('has a test for each operation that the schema answers, and names the others in the README', async () => {
    const schema = buildSchema(await readFile(at('schema/api.graphql'), 'utf8'));
    const files = (await readdir(at('schema/operations'))).filter((file) => file.endsWith('.graphql')).sort();
    const waiting: string[] = [];
    for (const file of files) {
      const problems = validate(schema, parse(await readFile(at(`schema/operations/${file}`), 'utf8')));
      if (problems.length > 0) waiting.push(file.replace('.graphql', ''));
    }
    expect(waiting).toEqual(notYet);
    const readme = await readFile(at('README.md'), 'utf8');
    for (const name of notYet) expect(readme).toContain(`\`${name}\``);
  });

  it('NationalOverview: seven simulated centers with their facts, this machine, the backbone and its load', async () => {
    const data = await answer('NationalOverview');
    const { nodes, totalCount } = data['centers'] as { readonly nodes: readonly Node[]; readonly totalCount: number };
    expect(totalCount).toBe(8);
    const facts = nodes
      .filter(({ code }) => code !== 'local')
      .map((center) => {
        const circuit = center['accessCircuit'] as {
          readonly capacityBps: unknown;
          readonly node: { readonly name: string };
        };
        return [center['code'], Number(circuit.capacityBps), circuit.node.name, center['accessState']];
      });
    expect(facts).toHaveLength(7);
    expect(facts).toEqual(
      expect.arrayContaining([
        ['wuxi', 100e9, 'Nanjing', 'CONNECTED'],
        ['guangzhou', 10e9, 'Guangzhou', 'CONNECTED'],
        ['shenzhen', 10e9, 'Shenzhen', 'CONNECTED'],
        ['changsha', 10e9, 'Changsha', 'CONNECTED'],
        ['cas', 10e9, 'Beijing', 'TESTING'],
        ['zhengzhou', 10e9, 'Zhengzhou', 'TESTING'],
        ['jinan', 10e9, 'Jinan', 'TESTING'],
      ]),
    );
    expect(nodes.find(({ code }) => code === 'wuxi')).toMatchObject({
      name: expect.stringContaining('无锡'),
      nameEn: expect.stringContaining('Wuxi'),
      accessCircuit: { utilization: { percent: expect.any(Number), measuredAt: expect.any(String) } },
    });
    const links = data['links'] as readonly Node[];
    const trunks = links.filter(({ capacityBps }) => Number(capacityBps) === 1.2e12);
    expect(trunks.map(({ from, to }) => [(from as Node)['name'], (to as Node)['name']])).toEqual(
      expect.arrayContaining([
        ['Beijing', 'Wuhan'],
        ['Wuhan', 'Guangzhou'],
      ]),
    );
    expect(links.some(({ capacityBps }) => Number(capacityBps) === 100e9)).toBe(true);
  });

  it('NetworkMap: where every center stands, and the line that joins it', async () => {
    const data = await answer('NetworkMap');
    const { nodes } = data['centers'] as { readonly nodes: readonly Node[] };
    const links = new Map((data['links'] as readonly Node[]).map((link) => [link['id'], link]));
    const places = new Map((data['networkNodes'] as readonly Node[]).map((node) => [node['id'], node]));
    expect(nodes).toHaveLength(8);
    for (const { accessCircuit } of nodes) {
      const { link, node } = accessCircuit as { readonly link: Node; readonly node: Node };
      expect(links.get(link['id'])).toBeDefined();
      expect(places.get(node['id'])).toBeDefined();
    }
    expect(places.get('networkNode_wuhan')).toMatchObject({ latitude: 30.59, longitude: 114.31 });
  });

  it('MovingTransfers: what is on its way, and the newest of all', async () => {
    const { moving, newest } = (await answer('MovingTransfers')) as Record<string, { readonly nodes: readonly Node[] }>;
    expect(moving?.nodes).toMatchObject([{ id: 'transfer_sample-1', state: 'TRANSFERRING' }]);
    expect(newest?.nodes).toMatchObject([{ id: 'transfer_sample-1' }]);
  });

  it('ResearcherHome: who I am, my projects, what runs, what moves, what is owed', async () => {
    const { me } = (await answer('ResearcherHome')) as { readonly me: Node };
    expect(me['id']).toBe('user_researcher');
    const biomaterials = (me['memberships'] as readonly Node[])
      .map(({ project }) => project as Node)
      .find(({ id }) => id === 'project_biomaterials');
    expect(biomaterials).toMatchObject({
      billingAccount: { state: 'ACTIVE', balance: { currency: 'CNY' } },
      jobs: { totalCount: expect.any(Number) },
      transfers: { nodes: [expect.objectContaining({ id: 'transfer_sample-1' })] },
    });
  });

  it('ProductPage: versions with their installations, plans and reviews', async () => {
    const { product } = (await answer('ProductPage')) as { readonly product: Node };
    expect(product).toMatchObject({ state: 'PUBLISHED', store: { owner: { name: expect.any(String) } } });
    const { nodes } = product['versions'] as { readonly nodes: readonly { readonly builds: readonly Node[] }[] };
    const [installation] = (nodes[0]?.builds[0]?.['installations'] ?? []) as readonly Node[];
    expect(installation).toMatchObject({ center: { name: expect.any(String), schedulingState: expect.any(String) } });
  });

  it('SubmitJob, CancelJob and JobPage: a job here is submitted, cancelled and read afterwards', async () => {
    const { submitJob } = (await answer('SubmitJob')) as { readonly submitJob: Node };
    expect(submitJob).toMatchObject({ userErrors: [], job: { center: { id: 'center_local' } } });
    const { id } = submitJob['job'] as { readonly id: string };
    const { cancelJob } = (await answer('CancelJob', { id })) as { readonly cancelJob: Node };
    expect(cancelJob).toMatchObject({ userErrors: [] });
    const { job } = (await answer('JobPage', { id })) as { readonly job: Node };
    expect(job).toMatchObject({ id, submitter: { id: 'user_researcher' }, project: { id: 'project_biomaterials' } });
  });

  it('JobPage: a simulated job of the sample data, completed from six subgraphs', async () => {
    const { job } = (await answer('JobPage')) as { readonly job: Node };
    expect(job).toMatchObject({
      id: 'job_sample-1',
      center: { accessCircuit: { utilization: expect.anything() } },
      partition: { priceRules: [expect.objectContaining({ price: { amount: expect.any(String), currency: 'CNY' } })] },
      software: { product: { name: expect.any(String), store: { name: expect.any(String) } } },
      hold: { amount: { currency: 'CNY' } },
      auditTrail: { nodes: expect.any(Array) },
      tickets: { nodes: expect.any(Array) },
    });
  });

  it('StartTransfer: two local folders', async () => {
    const { startTransfer } = (await answer('StartTransfer')) as { readonly startTransfer: Node };
    expect(startTransfer).toMatchObject({ userErrors: [], transfer: { destination: { path: 'copy-of-sample' } } });
  });

  it('CenterWall: the present state of each center, completed with its circuit', async () => {
    const events = (await firstEvents('CenterWall', 8)).map(({ centerStatus }) => centerStatus as Node);
    const ids = events.map(({ center }) => (center as Node)['id']);
    expect(new Set(ids).size).toBe(8);
    const wuxi = events.find(({ center }) => (center as Node)['id'] === 'center_wuxi');
    expect(wuxi).toMatchObject({
      cause: { kind: 'CURRENT_STATE' },
      center: { accessCircuit: { utilization: { percent: expect.any(Number) } } },
    });
  });

  it('JobStatus: the present state first', async () => {
    const [event] = await firstEvents('JobStatus', 1);
    expect(event).toMatchObject({ jobStatus: { job: { id: 'job_sample-1', center: { name: expect.any(String) } } } });
  });

  it('JobOutput: what the job has written', async () => {
    const [event] = await firstEvents('JobOutput', 1);
    expect(event).toMatchObject({ jobOutput: { text: expect.any(String), complete: expect.any(Boolean) } });
  });

  it('ProjectJobs: the jobs of a project with the money left', async () => {
    const [event] = await firstEvents('ProjectJobs', 1);
    expect(event).toMatchObject({
      jobEvents: { job: { project: { billingAccount: { balance: { currency: 'CNY' } } } } },
    });
  });

  it('JobWall: the jobs of all projects of a person', async () => {
    const events = (await firstEvents('JobWall', 2)).map(({ jobEvents }) => (jobEvents as Node)['job'] as Node);
    const projects = events.map(({ project }) => (project as Node)['id']);
    expect(new Set(projects)).toEqual(new Set(['project_biomaterials', 'project_cfd']));
  });

  it('LinkTelemetry: the load of the links asked for', async () => {
    const events = await firstEvents('LinkTelemetry', 2);
    const ids = events.map(({ linkTelemetry }) => ((linkTelemetry as Node)['link'] as Node)['id']);
    expect(new Set(ids)).toEqual(new Set(['link_access-wuxi', 'link_fiti-beijing-wuhan']));
  });

  it('TransferProgress: the present state of a transfer with the links of its path', async () => {
    const [event] = await firstEvents('TransferProgress', 1);
    expect(event).toMatchObject({ transferStatus: { transfer: { id: 'transfer_sample-1', rate: expect.anything() } } });
  });
});
