import type { Clock } from '../../lib/clock.ts';
import type { PersonViewer, Viewer } from '../../lib/viewer.ts';
import { jobs } from '../../subgraphs/jobs/subgraph.ts';
import type { SubgraphSettings } from '../../subgraphs/kit/subgraph.ts';
import { person } from './openedSubgraph.ts';
import { type RunningSubgraph, runningSubgraph } from './runningSubgraph.ts';

interface UserErrorShape {
  readonly code: string;
  readonly message: string;
  readonly path: readonly string[];
}

/** How a mutation of jobs came out. */
export interface JobOutcome {
  readonly job: { readonly id: string; readonly state: string } | null;
  readonly userErrors: readonly UserErrorShape[];
}

/** A job event as the tests ask for it. */
export interface JobEventShape {
  readonly cursor: string;
  readonly gap: unknown;
  readonly previousState: string | null;
  readonly job: {
    readonly id: string;
    readonly state: string;
    readonly reason: { readonly group: string; readonly code: string; readonly advice: string } | null;
    readonly startedAt: string | null;
    readonly endedAt: string | null;
    readonly exit: { readonly code: number | null; readonly signal: string | null } | null;
    readonly usage: { readonly coreHours: string; readonly wallSeconds: number } | null;
    readonly stateTimeline: readonly {
      readonly state: string;
      readonly source: string;
      readonly reason: string | null;
    }[];
  };
}

/** Events of a subscription, read one by one. */
export interface Watching<Event> extends AsyncDisposable {
  next(): Promise<Event>;
  /** Reads until one is as wanted; gives all that it read. */
  until(is: (event: Event) => boolean): Promise<readonly Event[]>;
}

/** The jobs subgraph with two centers, this machine (two cores) and a simulated one, and the projects one and two. */
export interface RunningJobs extends AsyncDisposable {
  readonly subgraph: RunningSubgraph;
  submit(input?: Readonly<Record<string, unknown>>, viewer?: Viewer): Promise<JobOutcome>;
  /** Submits a script to this machine; gives the job's id. */
  run(script: string, spec?: Readonly<Record<string, unknown>>): Promise<string>;
  cancel(input: Readonly<Record<string, unknown>>, viewer?: Viewer): Promise<JobOutcome>;
  job<Shape>(id: string, selection: string, viewer?: Viewer): Promise<Shape>;
  watch<Event>(query: string, variables?: Readonly<Record<string, unknown>>, viewer?: Viewer): Promise<Watching<Event>>;
  watchJob(id: string, after?: string | null): Promise<Watching<JobEventShape>>;
  /** Waits until the job has ended; gives its events from the present state on. */
  ended(id: string): Promise<readonly JobEventShape[]>;
}

/** A member of project one. */
export const ada: PersonViewer = person('ada', { memberships: [{ projectId: 'project_one', role: 'MEMBER' }] });
/** A member of project two. */
export const bo: PersonViewer = person('bo', { memberships: [{ projectId: 'project_two', role: 'MEMBER' }] });

const partition = {
  state: 'UP',
  isDefault: true,
  nodes: 1,
  coresPerNode: 2,
  memoryMebibytesPerNode: 4096,
  accelerator: null,
  maxNodes: 1,
  maxTimeLimitSeconds: 3600,
};

/** The event that a center has declared itself; facts in place of those of a simulated center with one small partition. */
export function declared(code: string, facts: Readonly<Record<string, unknown>> = {}) {
  const payload = {
    centerId: `center_${code}`,
    code,
    nameEn: code,
    nameZh: code,
    simulated: true,
    driver: 'simulated',
    accessState: 'CONNECTED',
    schedulingState: 'ACTIVE',
    partitions: [
      { ...partition, partitionId: `partition_${code}-main`, name: 'main', nodes: 8, maxNodes: 4 },
      {
        ...partition,
        partitionId: `partition_${code}-gpu`,
        name: 'gpu',
        isDefault: false,
        nodes: 4,
        maxNodes: 2,
        accelerator: { vendor: 'Simulated', model: 'A', perNode: 4 },
      },
    ],
    ...facts,
  };
  return { topic: 'center', key: payload.centerId, type: 'CenterDeclared', payload };
}

const thisMachine = {
  simulated: false,
  driver: 'local',
  partitions: [{ ...partition, partitionId: 'partition_local-main', name: 'main' }],
};

const project = (name: string) => ({
  topic: 'project',
  key: `project_${name}`,
  type: 'ProjectDeclared',
  payload: { projectId: `project_${name}`, nameEn: name, organizationId: 'organization_one' },
});

const terminal = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT', 'OUT_OF_MEMORY', 'NODE_FAILED']);
const eventFields = `cursor gap { reason } previousState job { id state reason { group code advice } startedAt endedAt
  exit { code signal } usage { coreHours wallSeconds } stateTimeline { state source reason } }`;

/** The selection of a `JobEventShape` under a root field. */
export const jobEventFields = eventFields;

function reader<Event>(events: AsyncIterableIterator<{ data?: unknown; errors?: unknown }>): Watching<Event> {
  const next = async (): Promise<Event> => {
    const { value, done } = await events.next();
    if (done === true) throw new Error('The stream has ended');
    if (value.errors !== undefined) throw new Error(JSON.stringify(value.errors));
    return Object.values(value.data as Record<string, Event>)[0] as Event;
  };
  return {
    next,
    async until(is) {
      const read: Event[] = [];
      for (;;) {
        const event = await next();
        read.push(event);
        if (is(event)) return read;
      }
    },
    [Symbol.asyncDispose]: async () => void (await events.return?.()),
  };
}

/** Opens the jobs subgraph without its sample. */
export async function runningJobs(
  options: { readonly settings?: Partial<Omit<SubgraphSettings, 'dataFolder'>>; readonly clock?: Clock } = {},
): Promise<RunningJobs> {
  const subgraph = await runningSubgraph(jobs, {
    sources: ['accounts', 'centers', 'billing'],
    ...options,
    settings: { sample: false, ...options.settings },
  });
  await subgraph.appendTo('accounts', project('one'), project('two'));
  await subgraph.appendTo('centers', declared('local', thisMachine), declared('far'));
  const field = async <Value>(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    viewer: Viewer,
  ): Promise<Value> => {
    const { data, errors } = await subgraph.run(query, variables, viewer);
    if (errors !== undefined) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
    return Object.values(data as Record<string, Value>)[0] as Value;
  };
  const spec = { name: 'a job', script: 'echo hello\n', resources: { timeLimitSeconds: 60 } };
  const outcome = 'job { id state } userErrors { code message path }';
  const running: RunningJobs = {
    subgraph,
    submit: (input = {}, viewer = ada) =>
      field(
        `mutation ($input: SubmitJobInput!) { submitJob(input: $input) { ${outcome} } }`,
        { input: { projectId: 'project_one', centerId: 'center_local', spec, ...input } },
        viewer,
      ),
    async run(script, more = {}) {
      const { job, userErrors } = await running.submit({ spec: { ...spec, script, ...more } });
      if (job === null) throw new Error(JSON.stringify(userErrors));
      return job.id;
    },
    cancel: (input, viewer = ada) =>
      field(`mutation ($input: CancelJobInput!) { cancelJob(input: $input) { ${outcome} } }`, { input }, viewer),
    job: (id, selection, viewer = ada) => field(`query ($id: ID!) { job(id: $id) { ${selection} } }`, { id }, viewer),
    watch: async (query, variables = {}, viewer = ada) => reader(await subgraph.subscribe(query, variables, viewer)),
    watchJob: (id, after = null) =>
      running.watch(
        `subscription ($id: ID!, $after: Cursor) { jobStatus(id: $id, after: $after) { ${eventFields} } }`,
        { id, after },
      ),
    async ended(id) {
      await using events = await running.watchJob(id);
      return await events.until(({ job }) => terminal.has(job.state));
    },
    [Symbol.asyncDispose]: () => subgraph[Symbol.asyncDispose](),
  };
  return running;
}
