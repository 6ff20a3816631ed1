import { appendFile, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous, type Viewer } from '../../../lib/viewer.ts';
import { type OpenedSubgraph, openedSubgraph, person } from '../../../test/kit/openedSubgraph.ts';
import { dataFolder } from '../../../test/kit/weftProcess.ts';
import { change } from '../../kit/log/change.ts';
import type { NetworkContext } from '../context.ts';
import { network } from '../subgraph.ts';
import type { TransferState } from './transfer.enum.ts';
import { type TransferEventType, transferEvent } from './transfer.events.ts';
import { readTransfer } from './transfer.repository.ts';
import { hasEnded, type TransferRow } from './transfer.row.ts';
import type { TransferStatusValue } from './transferStatus.service.ts';

const researcher = person('researcher', { memberships: [{ projectId: 'project_biomaterials', role: 'MEMBER' }] });
const student = person('student', { memberships: [{ projectId: 'project_language-models', role: 'MEMBER' }] });
const administrator = person('administrator', { platformRoles: ['PLATFORM_ADMINISTRATOR'] });

const startMutation = `mutation ($input: StartTransferInput!) { startTransfer(input: $input) {
  transfer { id state source { endpoint { id } path } destination { endpoint { id } path } simulated }
  userErrors { code message path } } }`;
const cancelMutation = `mutation ($input: CancelTransferInput!) { cancelTransfer(input: $input) {
  transfer { id state endedAt } userErrors { code message path } } }`;

interface Payload {
  readonly transfer: { readonly id: string; readonly state: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly path: readonly string[] }[];
}

interface Opened extends OpenedSubgraph {
  /** The folder of the endpoints. */
  readonly folder: string;
  put(path: string, content: string | Uint8Array): Promise<void>;
  start(input: object, viewer?: Viewer): Promise<Payload>;
  cancel(input: object, viewer?: Viewer): Promise<Payload>;
  contextOf(viewer: Viewer): NetworkContext;
  /** Everything that happens to the transfer from a cursor on, until it has ended. */
  course(id: string, after: string | null): Promise<readonly Told[]>;
}

type Told = TransferStatusValue & { readonly cursor: string };

async function openedNetwork(settings: { readonly loopbackOnly?: boolean } = {}): Promise<Opened> {
  const data = await dataFolder();
  const opened = await openedSubgraph(network, { settings: { dataFolder: data.path, ...settings } });
  const folder = join(data.path, 'endpoints');
  const contextOf = (viewer: Viewer): NetworkContext =>
    opened.open.context({ viewer, requestId: 'test' }) as NetworkContext;
  return {
    ...opened,
    folder,
    contextOf,
    async put(path, content) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    },
    async start(input, viewer = researcher) {
      const answer = await opened.data(startMutation, viewer, {
        input: { projectId: 'project_biomaterials', ...input },
      });
      return (answer as { readonly startTransfer: Payload }).startTransfer;
    },
    async cancel(input, viewer = researcher) {
      const answer = await opened.data(cancelMutation, viewer, { input });
      return (answer as { readonly cancelTransfer: Payload }).cancelTransfer;
    },
    async course(id, after) {
      const told: Told[] = [];
      const events = await contextOf(administrator).services.transferStatus.watch(administrator, { id, after });
      for await (const event of events) {
        told.push(event);
        if (hasEnded(event.transfer.state)) break;
      }
      return told;
    },
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      await data[Symbol.asyncDispose]();
    },
  };
}

const place = (endpoint: string, path: string): object => ({ endpointId: `endpoint_${endpoint}`, path });
const between = (source: string, destination: string): { readonly source: object; readonly destination: object } => ({
  source: place('local-home', source),
  destination: place('local-scratch', destination),
});

function idOf({ transfer, userErrors }: Payload): string {
  if (transfer === null) throw new Error(`It was refused: ${JSON.stringify(userErrors)}`);
  return transfer.id;
}

/** All files below a folder with what tells one copy from another. */
async function filesBelow(
  folder: string,
): Promise<ReadonlyMap<string, { readonly ino: number; readonly mtimeMs: number }>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const found = await Promise.all(
    files.map(async (file) => {
      const { ino, mtimeMs } = await stat(file);
      return [file.slice(folder.length + 1), { ino, mtimeMs }] as const;
    }),
  );
  return new Map(found.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Compared as bytes: `toEqual` looks at each alone, which takes minutes. */
async function sameContent(one: string, other: string): Promise<boolean> {
  return (await readFile(one)).equals(await readFile(other));
}

describe('a transfer between folders', () => {
  let opened: Opened;
  /** A place in the log from before everything. */
  let beginning: string;
  beforeAll(async () => {
    opened = await openedNetwork();
    beginning = (await opened.events.snapshot(() => Promise.resolve(null))).cursor;
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  it('goes through its states in order and ends with everything there, verified', async () => {
    const started = await opened.start(between('sample', 'copy-of-sample'));
    expect(started).toEqual({
      transfer: {
        id: expect.stringMatching(/^transfer_/),
        state: expect.any(String),
        source: { endpoint: { id: 'endpoint_local-home' }, path: 'sample' },
        destination: { endpoint: { id: 'endpoint_local-scratch' }, path: 'copy-of-sample' },
        simulated: false,
      },
      userErrors: [],
    });
    const told = await opened.course(idOf(started), beginning);
    const states = told.map(({ transfer }) => transfer.state);
    expect([...new Set(states)]).toEqual(['QUEUED', 'SCANNING', 'TRANSFERRING', 'VERIFYING', 'SUCCEEDED']);
    const changes = told.filter(({ previousState }) => previousState !== null);
    expect(changes.map(({ previousState, transfer }) => [previousState, transfer.state])).toEqual([
      ['QUEUED', 'SCANNING'],
      ['SCANNING', 'TRANSFERRING'],
      ['TRANSFERRING', 'VERIFYING'],
      ['VERIFYING', 'SUCCEEDED'],
    ]);
    const { transfer } = told.at(-1) as Told;
    const [source, copy] = [
      join(opened.folder, 'local-home/sample'),
      join(opened.folder, 'local-scratch/copy-of-sample'),
    ];
    const files = [...(await filesBelow(source)).keys()];
    expect([...(await filesBelow(copy)).keys()]).toEqual(files);
    for (const file of files) expect(await sameContent(join(copy, file), join(source, file))).toBe(true);
    expect(transfer).toMatchObject({
      filesTotal: files.length,
      filesDone: files.length,
      bytesDone: transfer.bytesTotal,
      bytesVerified: transfer.bytesTotal,
      bytesMoved: transfer.bytesTotal,
      checksumState: 'MATCHED',
      faults: 0,
      attempts: 1,
      etaSeconds: null,
      currentBps: null,
    });
    expect(transfer.bytesTotal).toBeGreaterThan(8_000_000);
  });

  it('shows in each event what was so at that event, and continues exactly after any of them', async () => {
    const id = idOf(await opened.start(between('sample', 'another-copy')));
    const told = await opened.course(id, beginning);
    for (const [index, { cursor }] of told.slice(0, -1).entries()) {
      const rest = await opened.course(id, cursor);
      expect(rest.map((event) => [event.cursor, event.transfer.state])).toEqual(
        told.slice(index + 1).map((event) => [event.cursor, event.transfer.state]),
      );
    }
    const [present, ...none] = await opened.course(id, null);
    expect(none).toEqual([]);
    expect(present).toMatchObject({ previousState: null, transfer: { state: 'SUCCEEDED' }, gap: null });
  });

  it('copies nothing again that is there already', async () => {
    const copy = join(opened.folder, 'local-scratch/copy-once');
    const first = idOf(await opened.start(between('sample', 'copy-once')));
    await opened.course(first, beginning);
    const before = await filesBelow(copy);
    await appendFile(join(copy, 'README.txt'), 'changed');
    const second = idOf(await opened.start(between('sample', 'copy-once')));
    const { transfer } = (await opened.course(second, beginning)).at(-1) as Told;
    const after = await filesBelow(copy);
    const copied = [...after].filter(([path, { ino }]) => before.get(path)?.ino !== ino).map(([path]) => path);
    expect(copied).toEqual(['README.txt']);
    expect(transfer).toMatchObject({ state: 'SUCCEEDED', bytesDone: transfer.bytesTotal });
    expect(transfer.bytesMoved).toBeLessThan(1_000);
    expect(await readFile(join(copy, 'README.txt'), 'utf8')).not.toContain('changed');
  });

  it('moves one file to the name that is given', async () => {
    const id = idOf(await opened.start(between('sample/README.txt', 'notes/read-me-first.txt')));
    const { transfer } = (await opened.course(id, beginning)).at(-1) as Told;
    expect(transfer).toMatchObject({ state: 'SUCCEEDED', filesTotal: 1 });
    expect(await readdir(join(opened.folder, 'local-scratch/notes'))).toEqual(['read-me-first.txt']);
  });

  it('fails with the reason when its source has something that is not transferred, and keeps nothing half', async () => {
    await opened.put('local-home/odd/a', 'plain');
    await symlink('/etc/hostname', join(opened.folder, 'local-home/odd/b'));
    const id = idOf(await opened.start(between('odd', 'odd')));
    const { transfer } = (await opened.course(id, beginning)).at(-1) as Told;
    expect(transfer).toMatchObject({ state: 'FAILED', errorCode: 'SPECIAL_FILE', faults: 1, bytesTotal: null });
    expect(transfer.errorMessage).toContain('"b" is a symbolic link');
  });

  it('may be cancelled: what has arrived stays, what is half there goes', async () => {
    for (const name of ['a', 'b', 'c']) await opened.put(`local-home/slow/${name}`, Buffer.alloc(400_000, name));
    const id = idOf(await opened.start({ ...between('slow', 'slow'), bandwidthLimitBps: 4_000_000 }));
    const events = await opened
      .contextOf(researcher)
      .services.transferStatus.watch(researcher, { id, after: beginning });
    for await (const { transfer } of events)
      if (transfer.filesDone >= 1 && transfer.bytesDone > transfer.bytesVerified) break;
    const cancelled = await opened.cancel({ id, reason: 'No longer needed' });
    expect(cancelled).toEqual({ transfer: { id, state: 'CANCELLED', endedAt: expect.any(String) }, userErrors: [] });
    const left = await readdir(join(opened.folder, 'local-scratch/slow'));
    expect(left[0]).toBe('a');
    expect(left.length).toBeLessThan(3);
    for (const name of left) {
      expect(name).not.toMatch(/\.part$/);
      const [here, there] = ['local-home', 'local-scratch'].map((root) => join(opened.folder, root, 'slow', name));
      expect(await sameContent(here ?? '', there ?? '')).toBe(true);
    }
    const again = await opened.cancel({ id });
    expect(again).toMatchObject({ transfer: null, userErrors: [{ code: 'TRANSFER_ENDED', path: ['input', 'id'] }] });
    const { transfer } = (await opened.course(id, null)).at(-1) as Told;
    expect(transfer).toMatchObject({ cancelReason: 'No longer needed', faults: 0 });
  });

  it('waits for its turn when two are under way, and may be cancelled while it waits', async () => {
    await opened.put('local-home/queue/file', Buffer.alloc(300_000));
    const input = (name: string): object => ({ ...between('queue', name), bandwidthLimitBps: 1_600_000 });
    const ids: string[] = [];
    for (const name of ['queue-1', 'queue-2', 'queue-3']) ids.push(idOf(await opened.start(input(name))));
    const [first, second, third] = ids as [string, string, string];
    for (const id of [first, second]) {
      const events = await opened
        .contextOf(researcher)
        .services.transferStatus.watch(researcher, { id, after: beginning });
      for await (const { transfer } of events) if (transfer.state === 'TRANSFERRING') break;
    }
    expect(await opened.data(`{ transfer(id: "${third}") { state etaSeconds bytesTotal } }`, researcher)).toEqual({
      transfer: { state: 'QUEUED', etaSeconds: null, bytesTotal: null },
    });
    expect(await opened.cancel({ id: third })).toMatchObject({ transfer: { state: 'CANCELLED' } });
    for (const id of [first, second]) {
      const told = await opened.course(id, beginning);
      expect(told.at(-1)?.transfer.state).toBe('SUCCEEDED');
      const moving = told.filter(({ transfer }) => transfer.state === 'TRANSFERRING');
      const times = moving.map(({ transfer }) => transfer.updatedAt.getTime());
      for (const [index, time] of times.slice(2).entries()) expect(time - (times[index + 1] ?? 0)).toBeGreaterThan(490);
      // The limit is kept, and told.
      expect(told.at(-1)?.transfer.meanBps).toBeLessThan(2_400_000);
    }
  });
});

describe('asking for a transfer', () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await openedNetwork();
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  const codesOf = ({ userErrors }: Payload): readonly string[] =>
    userErrors.map(({ code, path }) => `${code} ${path.join('.')}`);

  it('is refused with everything that is wrong at once', async () => {
    const refused = await opened.start({
      projectId: 'project_other',
      ...between('sample', 'copy'),
      bandwidthLimitBps: 5,
      jobId: 'job_none',
    });
    expect(codesOf(refused)).toEqual([
      'PROJECT_NOT_FOUND input.projectId',
      'BANDWIDTH_LIMIT_INVALID input.bandwidthLimitBps',
      'JOB_NOT_FOUND input.jobId',
    ]);
    const wrong = await opened.start({ source: place('none', '../up'), destination: place('local-scratch', '/etc') });
    expect(codesOf(wrong)).toEqual([
      'ENDPOINT_NOT_FOUND input.source.endpointId',
      'PATH_OUTSIDE_ENDPOINT input.source.path',
      'PATH_OUTSIDE_ENDPOINT input.destination.path',
    ]);
    expect(await opened.data('{ transfers { totalCount } }', researcher)).toEqual({ transfers: { totalCount: 1 } });
  });

  it('is refused between a real and a simulated endpoint', async () => {
    const mixed = await opened.start({
      source: place('local-home', 'sample'),
      destination: place('wuxi-storage', 'x'),
    });
    expect(codesOf(mixed)).toEqual(['ENDPOINTS_INCOMPATIBLE input.destination.endpointId']);
  });

  it('is refused when there is nothing to move, or nowhere to move it to', async () => {
    expect(codesOf(await opened.start(between('nowhere', 'copy')))).toEqual(['SOURCE_NOT_FOUND input.source.path']);
    const inside = { source: place('local-home', 'sample'), destination: place('local-home', 'sample/copy') };
    expect(codesOf(await opened.start(inside))).toEqual(['DESTINATION_INSIDE_SOURCE input.destination.path']);
    const everything = { source: place('local-home', ''), destination: place('local-home', 'copy') };
    expect(codesOf(await opened.start(everything))).toEqual(['DESTINATION_INSIDE_SOURCE input.destination.path']);
  });

  it('needs a viewer who is a member of the project', async () => {
    const query = startMutation;
    const input = { projectId: 'project_biomaterials', ...between('sample', 'copy') };
    const { errors } = await opened.run(query, anonymous, { input });
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(codesOf(await opened.start(between('sample', 'copy'), student))).toEqual([
      'PROJECT_NOT_FOUND input.projectId',
    ]);
    // Who sees everything may name a project that does not exist.
    expect(codesOf(await opened.start(between('sample', 'copy'), administrator))).toEqual([
      'PROJECT_NOT_FOUND input.projectId',
    ]);
    await opened.consume('knownProjects', {
      topic: 'project',
      key: 'project_biomaterials',
      type: 'ProjectDeclared',
      payload: { projectId: 'project_biomaterials', nameEn: 'Biomaterials' },
    });
    expect(codesOf(await opened.start(between('sample', 'by-administrator'), administrator))).toEqual([]);
  });

  it('is done once for one idempotency key', async () => {
    const input = { ...between('sample', 'once'), idempotencyKey: 'key-1' };
    const answers = await Promise.all([1, 2, 3].map(() => opened.start(input)));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(codesOf(await opened.start({ ...input, ...between('sample', 'elsewhere') }))).toEqual([
      'IDEMPOTENCY_KEY_REUSED input.idempotencyKey',
    ]);
    // Also when it would be refused by now.
    const gone = { ...between('vanishing', 'vanished'), idempotencyKey: 'key-2' };
    await opened.put('local-home/vanishing', 'here');
    const first = idOf(await opened.start(gone));
    await opened.course(first, null);
    await rm(join(opened.folder, 'local-home/vanishing'));
    expect(idOf(await opened.start(gone))).toBe(first);
  });

  it('may be for a job of the project, and shows there by which end is at its center', async () => {
    const submitted = (jobId: string, projectId: string, centerId: string) => ({
      topic: 'job',
      key: jobId,
      type: 'JobSubmitted',
      payload: { jobId, projectId, centerId, name: 'x' },
    });
    await opened.consume(
      'knownJobs',
      submitted('job_one', 'project_biomaterials', 'center_wuxi'),
      submitted('job_other', 'project_language-models', 'center_wuxi'),
    );
    const to = (from: string, at: string): object => ({ source: place(from, 'data'), destination: place(at, 'data') });
    const stageIn = idOf(await opened.start({ ...to('us-east-1', 'wuxi-storage'), jobId: 'job_one' }));
    const stageOut = idOf(await opened.start({ ...to('wuxi-storage', 'jinan-storage'), jobId: 'job_one' }));
    const refused = await opened.start({ ...to('us-east-1', 'wuxi-storage'), jobId: 'job_other' });
    expect(codesOf(refused)).toEqual(['JOB_NOT_FOUND input.jobId']);
    const job = [{ __typename: 'Job', id: 'job_one' }];
    const selection = '... on Job { stageIn { id job { id } } stageOut { id } }';
    expect(await opened.entities(job, selection, researcher)).toEqual([
      { stageIn: { id: stageIn, job: { id: 'job_one' } }, stageOut: { id: stageOut } },
    ]);
    expect(await opened.entities(job, selection, student)).toEqual([{ stageIn: null, stageOut: null }]);
  });

  it('tells of the progress at the interval that is asked for, and of every change of state', async () => {
    const id = idOf(await opened.start(between('sample/README.txt', 'thinned/read-me')));
    await opened.course(id, null);
    const { cursor } = await opened.events.snapshot(() => Promise.resolve(null));
    const told = (type: TransferEventType, row: TransferRow, previous: TransferState | null = null) =>
      change(opened.db, [id], (tx) => tx.append(transferEvent(type, row, previous)));
    const row = await readTransfer(opened.db, id);
    if (row === null) throw new Error('It was started');
    const at = (bytesDone: number, state: TransferState = 'TRANSFERRING'): TransferRow => ({
      ...row,
      bytesDone,
      state,
    });
    for (const bytes of [1, 2, 3]) await told('TransferProgressed', at(bytes));
    await told('TransferStateChanged', at(3, 'RETRYING'), 'TRANSFERRING');
    await told('TransferStateChanged', at(3), 'RETRYING');
    for (const bytes of [4, 5]) await told('TransferProgressed', at(bytes));
    await told('TransferStateChanged', at(5, 'VERIFYING'), 'TRANSFERRING');
    const { transferStatus } = opened.contextOf(researcher).services;
    const events = await transferStatus.watch(researcher, { id, after: cursor, minIntervalSeconds: 3_600 });
    const shown: string[] = [];
    for await (const { transfer, previousState, merged } of events) {
      shown.push(`${previousState} ${transfer.state} ${transfer.bytesDone} ${merged}`);
      if (transfer.state === 'VERIFYING') break;
    }
    expect(shown).toEqual([
      'null TRANSFERRING 1 0',
      'TRANSFERRING RETRYING 3 2',
      'RETRYING TRANSFERRING 3 0',
      'TRANSFERRING VERIFYING 5 2',
    ]);
    await expect(transferStatus.watch(researcher, { id, minIntervalSeconds: -0.5 })).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('shows a stranger neither a transfer to cancel nor its events', async () => {
    const id = 'transfer_sample-1';
    expect(codesOf(await opened.cancel({ id }, student))).toEqual(['TRANSFER_NOT_FOUND input.id']);
    expect(codesOf(await opened.cancel({ id: 'transfer_none' }))).toEqual(['TRANSFER_NOT_FOUND input.id']);
    const { transferStatus } = opened.contextOf(student).services;
    await expect(transferStatus.watch(student, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { cursor } = await opened.events.snapshot(() => Promise.resolve(null));
    await expect(transferStatus.watch(student, { id, after: cursor })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a server that others can reach', () => {
  it('does not touch folders of its machine, and moves simulated data all the same', async () => {
    await using opened = await openedNetwork({ loopbackOnly: false });
    const { userErrors } = await opened.start(between('sample', 'copy'));
    expect(userErrors).toMatchObject([{ code: 'ENDPOINT_UNAVAILABLE', path: ['input', 'source', 'endpointId'] }]);
    const simulated = { source: place('us-east-1', 'data'), destination: place('wuxi-storage', 'data') };
    const id = idOf(await opened.start(simulated));
    const events = await opened.contextOf(researcher).services.transferStatus.watch(researcher, { id });
    for await (const { transfer } of events) if (transfer.bytesDone > 0) break;
  });
});
