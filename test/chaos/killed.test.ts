import { createHash } from 'node:crypto';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operation, type RunningWeft, rootField, startWeftProcess } from '../kit/runningWeft.ts';
import { dataFolder } from '../kit/weftProcess.ts';
import { wsClient } from '../kit/wsClient.ts';

const jobCount = 20;
const transferCount = 5;

interface JobEvent {
  readonly cursor: string;
  readonly gap: unknown;
  readonly previousState: string | null;
  readonly job: { readonly id: string; readonly state: string };
}

const watchJobs = `subscription($after: Cursor) {
  jobEvents(filter: { projectId: "project_biomaterials", centerId: "center_local" }, after: $after) {
    cursor gap { reason } previousState job { id state }
  }
}`;

/** Jobs that say when they begin, in a file of their own: two lines in it would be two runs. */
async function submitJobs(weft: RunningWeft, marks: string): Promise<string[]> {
  const { query, variables } = await operation('SubmitJob');
  const example = variables['input'] as { readonly spec: object };
  const submit = async (index: number): Promise<string> => {
    const wait = index < 4 ? '' : `while [ ! -e '${marks}/go' ]; do sleep 0.1; done\n`;
    const script = `#!/bin/sh\necho run >> '${marks}/job-${index}'\n${wait}echo end\n`;
    const answer = await weft.send(query, {
      input: { ...example, spec: { ...example.spec, name: `job-${index}`, script } },
    });
    return rootField<{ readonly job: { readonly id: string } }>(answer, 'submitJob').job.id;
  };
  const ids: string[] = [];
  for (let index = 0; index < jobCount; index += 1) ids.push(await submit(index));
  return ids;
}

async function startTransfers(weft: RunningWeft): Promise<string[]> {
  const { query, variables } = await operation('StartTransfer');
  const example = variables['input'] as { readonly destination: object };
  const start = async (index: number): Promise<string> => {
    const destination = { ...example.destination, path: `copy-${index}` };
    const answer = await weft.send(query, { input: { ...example, destination, bandwidthLimitBps: 24_000_000 } });
    return rootField<{ readonly transfer: { readonly id: string } }>(answer, 'startTransfer').transfer.id;
  };
  const ids: string[] = [];
  for (let index = 0; index < transferCount; index += 1) ids.push(await start(index));
  return ids;
}

/** Follows until every job of the list has ended; gives the events it saw. */
async function eventsUntil(
  weft: RunningWeft,
  after: string | null,
  isEnough: (events: readonly JobEvent[]) => boolean | Promise<boolean>,
): Promise<JobEvent[]> {
  const client = await wsClient(weft.url, { token: await weft.token('researcher') });
  const stream = client.subscribe({ query: watchJobs, variables: { after } });
  const events: JobEvent[] = [];
  try {
    while (!(await isEnough(events))) {
      const result = await stream.next(60_000);
      expect(result.errors).toBeUndefined();
      events.push(result.data?.['jobEvents'] as JobEvent);
    }
    return events;
  } finally {
    await client.close();
  }
}

const ended = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT', 'NODE_FAILED', 'OUT_OF_MEMORY']);

async function contentHashes(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const hashes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const hash = createHash('sha256')
          .update(await readFile(path))
          .digest('hex');
        return [path.slice(folder.length), hash] as const;
      }),
  );
  return new Map(hashes.sort(([one], [other]) => (one < other ? -1 : 1)));
}

describe('kill -9 of the whole process', () => {
  it('loses and doubles no job, no file and no event', { timeout: 180_000 }, async () => {
    await using marks = await dataFolder();
    await chmod(marks.path, 0o777); // jobs run as another user
    await using first = await startWeftProcess();
    // All that can end has ended, at least one runs, the others wait.
    const watching = eventsUntil(first, null, (events) => {
      const count = (state: string): number => events.filter(({ job }) => job.state === state).length;
      return count('SUCCEEDED') === 4 && count('RUNNING') > 4 && count('QUEUED') === jobCount;
    });
    const jobs = await submitJobs(first, marks.path);
    const transfers = await startTransfers(first);
    const seen = await watching;
    first.process.kill('SIGKILL');
    await first.process.ended;

    await writeFile(join(marks.path, 'go'), '');
    await using second = await first.restart();
    const mine = new Set(jobs);
    const states = new Map(seen.map(({ job }) => [job.id, job.state]));
    const later = await eventsUntil(second, seen.at(-1)?.cursor ?? null, (events) => {
      for (const { job } of events) states.set(job.id, job.state);
      return jobs.every((id) => ended.has(states.get(id) ?? ''));
    });

    const detail = `query($id: ID!) { job(id: $id) { name state reason { group code advice } stateTimeline { state } } }`;
    for (const id of jobs) {
      const { data } = await second.send(detail, { id });
      const job = data?.['job'] as {
        readonly name: string;
        readonly state: string;
        readonly reason: { readonly group: string } | null;
        readonly stateTimeline: readonly { readonly state: string }[];
      };
      const runs = (await readFile(join(marks.path, job.name), 'utf8').catch(() => '')).split('\n').filter(Boolean);
      expect(runs.length, `${job.name} ran once at most`).toBeLessThanOrEqual(1);
      if (job.state === 'SUCCEEDED') expect(runs).toHaveLength(1);
      else expect(job.reason).toMatchObject({ group: 'INTERRUPTED', advice: expect.any(String) });
      // Both watches together saw each change of state once: the snapshot's state, then the rest of the timeline, in order.
      const changes = [...seen, ...later].filter((event) => event.job.id === id);
      const timeline = job.stateTimeline.map(({ state }) => state);
      const watched = changes.map(({ job: { state } }) => state);
      expect(watched).toEqual(timeline.slice(timeline.length - watched.length));
      expect(changes.every(({ gap }) => gap === null)).toBe(true);
    }
    expect(new Set([...states.keys()].filter((id) => mine.has(id))).size).toBe(jobCount);

    const endpoints = join(second.folder, 'network', 'endpoints');
    const source = await contentHashes(join(endpoints, 'local-home', 'sample'));
    for (const [index, id] of transfers.entries()) {
      await transferEnd(second, id);
      expect(await contentHashes(join(endpoints, 'local-scratch', `copy-${index}`))).toEqual(source);
    }
    second.process.kill('SIGTERM');
    await second.process.ended;
  });
});

/** Waits until a transfer has succeeded; any other end fails. */
async function transferEnd(weft: RunningWeft, id: string): Promise<void> {
  const { query } = await operation('TransferProgress');
  const client = await wsClient(weft.url, { token: await weft.token('researcher') });
  try {
    const stream = client.subscribe({ query, variables: { id } });
    for (;;) {
      const event = rootField<{ readonly transfer: { readonly state: string } }>(
        await stream.next(60_000),
        'transferStatus',
      );
      const { state } = event.transfer;
      if (state === 'SUCCEEDED') return;
      expect(['FAILED', 'CANCELLED', 'EXPIRED']).not.toContain(state);
    }
  } finally {
    await client.close();
  }
}
