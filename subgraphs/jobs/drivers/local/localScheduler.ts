import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../../lib/clock.ts';
import type { Log } from '../../../../lib/log.ts';
import { type Scheduler, type SchedulerJob, type Sighting, SubmissionRefused } from '../scheduler.ts';
import { createJobFolder, type ExitRecord, type JobFolder, jobFolder, type LocalSpec } from './jobFolder.ts';
import { claimJobUser, type JobUser } from './jobUsers.ts';
import { localOutput } from './localOutput.ts';
import { localSighting } from './localSighting.ts';
import { settleJob } from './recovery.ts';
import { runOrder } from './runOrder.ts';
import { type Supervisor, startSupervisor } from './supervisor.ts';
import { closeWorkFolder, createWorkFolder, mostJobUsers, openWorkRoot, workFolder } from './workFolder.ts';

export interface LocalSchedulerOptions {
  /** A folder of its own. Two processes must not use it at the same time. */
  readonly folder: string;
  /** How many cores jobs may have together. */
  readonly cores: number;
  /** False where others than this machine can reach the graph: then nothing is taken and nothing is started. */
  readonly acceptsJobs: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** From the polite signal to the forced one. */
  readonly graceMs?: number;
  /** The most that a job may write to its two streams together. */
  readonly outputBytes?: number;
}

const defaultGraceMs = 5_000;
const defaultOutputBytes = 1_073_741_824;
const closeWithinMs = 1_200;

/** A job that has not ended. */
interface OpenJob {
  readonly folder: JobFolder;
  readonly spec: LocalSpec;
  startedAt: Date | null;
  pid: number | null;
  /** Its place among those that run; null while it waits. */
  slot: number | null;
  supervisor: Supervisor | null;
}

const cancelledBeforeStart = (at: Date): ExitRecord => ({
  cause: 'cancelled',
  code: null,
  signal: null,
  message: null,
  startedAt: null,
  endedAt: at,
  cpuSeconds: null,
  maxMemoryBytes: null,
});

/**
 * Runs jobs for real, as child processes on this machine, first come first served, as many at a time as there are cores.
 *
 * Exactly once: a submission is a folder that appears whole; running it needs its claim file, which is made once; the supervisor
 * marks that it starts, once; the end is recorded, once. Children do not survive this process: their supervisors notice within a
 * moment, end them and record that, and the next process reads it there. Jobs that waited run after a restart as if nothing had been.
 */
class LocalScheduler implements Scheduler {
  readonly family = 'local';
  private readonly open = new Map<string, OpenJob>();
  private readonly queue: OpenJob[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly settling = new Set<Promise<void>>();
  private workRoot = '';
  private isClosed = false;

  constructor(private readonly options: LocalSchedulerOptions) {}

  private get root(): string {
    return join(this.options.folder, 'jobs');
  }

  /** Finds what an earlier process has left. */
  async begin(): Promise<void> {
    // Others may pass through to the work folders, but not into what is ours. A mode also counts for parents that mkdir makes.
    await mkdir(this.options.folder, { recursive: true, mode: 0o711 });
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    this.workRoot = await openWorkRoot(this.options.folder);
    const found: OpenJob[] = [];
    for (const name of await readdir(this.root)) {
      if (name.startsWith('.')) await rm(join(this.root, name), { recursive: true, force: true });
      else found.push(...(await this.findOpen(jobFolder(this.root, name))));
    }
    found.sort((one, other) => one.spec.queuedAt.getTime() - other.spec.queuedAt.getTime());
    for (const job of found) {
      this.open.set(job.spec.key, job);
      if (await job.folder.isClaimed()) this.settleLater(job);
      else this.queue.push(job);
    }
    this.startNext();
  }

  private async findOpen(folder: JobFolder): Promise<readonly OpenJob[]> {
    if ((await folder.exit()) !== null) return [];
    const spec = await folder.spec();
    if (spec === null) return [];
    const process = await folder.process();
    const { startedAt = null, pid = null } = process ?? {};
    return [{ folder, spec, startedAt, pid, slot: null, supervisor: null }];
  }

  async submit({ script, ...job }: SchedulerJob): Promise<void> {
    const { acceptsJobs, cores, clock } = this.options;
    if (!acceptsJobs) throw new SubmissionRefused('Jobs run on this machine only when it alone can reach the graph.');
    if (job.cores > cores) throw new SubmissionRefused(`This machine has ${cores} cores for jobs, not ${job.cores}.`);
    if (this.open.has(job.key)) return;
    const spec = { ...job, environment: [...job.environment], queuedAt: clock.now() };
    const isNew = await createJobFolder(this.root, spec, script);
    if (!isNew || this.isClosed) return;
    const folder = jobFolder(this.root, job.key);
    const entry: OpenJob = { folder, spec, startedAt: null, pid: null, slot: null, supervisor: null };
    this.open.set(job.key, entry);
    this.queue.push(entry);
    this.startNext();
  }

  private freeSlot(): number | null {
    const taken = new Set([...this.open.values()].map(({ slot }) => slot));
    for (let slot = 0; slot < mostJobUsers; slot += 1) if (!taken.has(slot)) return slot;
    return null;
  }

  private freeCores(): number {
    let free = this.options.cores;
    for (const { slot, spec } of this.open.values()) if (slot !== null) free -= spec.cores;
    return free;
  }

  /** Starts jobs from the head of the queue as long as there are cores for the first: none is ever overtaken. */
  private startNext(): void {
    if (this.isClosed || !this.options.acceptsJobs) return;
    for (let next = this.queue[0]; next !== undefined; next = this.queue[0]) {
      const slot = this.freeSlot();
      if (slot === null || next.spec.cores > this.freeCores()) return;
      this.queue.shift();
      next.slot = slot;
      this.track(this.run(next, slot));
    }
  }

  private track(work: Promise<void>): void {
    const settled = work
      .catch((error: unknown) =>
        this.options.log.error({ err: error }, 'a job of this machine could not be looked after'),
      )
      .finally(() => this.settling.delete(settled));
    this.settling.add(settled);
  }

  private async run(job: OpenJob, slot: number): Promise<void> {
    const { folder, spec } = job;
    const work = workFolder(this.workRoot, spec.key);
    let user: JobUser | null = null;
    try {
      // Cancelled while its submission was being written.
      if ((await folder.exit()) !== null) return;
      const script = await folder.script();
      user = await claimJobUser(slot);
      const { uid } = user;
      await createWorkFolder(work, script, uid);
      const { graceMs = defaultGraceMs, outputBytes = defaultOutputBytes } = this.options;
      const order = runOrder(spec, { script, work, uid, graceMs, outputBytes, folder });
      if (await folder.claim(order)) {
        job.supervisor = startSupervisor(folder.path, (startedAt) => this.noteStart(job, startedAt));
        if (this.isClosed) job.supervisor.release();
        await job.supervisor.ended;
      }
      await closeWorkFolder(work);
    } finally {
      user?.release();
      await this.settle(job);
    }
  }

  private noteStart(job: OpenJob, startedAt: Date): void {
    job.startedAt = startedAt;
    this.track(
      job.folder.process().then((process) => {
        job.pid = process?.pid ?? null;
        this.tell();
      }),
    );
  }

  private settleLater(job: OpenJob): void {
    this.track(this.settle(job));
  }

  /** After the supervisor is gone: the end is on record, the place is free. */
  private async settle(job: OpenJob): Promise<void> {
    await settleJob(job.folder, this.options.clock);
    this.open.delete(job.spec.key);
    this.tell();
    this.startNext();
  }

  async look(keys: readonly string[]): Promise<readonly Sighting[]> {
    const sightings = await Promise.all(keys.map((key) => this.lookAt(key)));
    return sightings.flatMap((sighting) => (sighting === null ? [] : [sighting]));
  }

  private async lookAt(key: string): Promise<Sighting | null> {
    const open = this.open.get(key);
    if (open !== undefined) {
      const { spec, startedAt, pid } = open;
      return localSighting({ key, queuedAt: spec.queuedAt, startedAt, pid, exit: null });
    }
    const folder = jobFolder(this.root, key);
    const [spec, process, exit] = await Promise.all([folder.spec(), folder.process(), folder.exit()]);
    if (spec === null) return null;
    const startedAt = process?.startedAt ?? null;
    return localSighting({ key, queuedAt: spec.queuedAt, startedAt, pid: process?.pid ?? null, exit });
  }

  async cancel(key: string): Promise<void> {
    const job = this.open.get(key);
    const place = job === undefined ? -1 : this.queue.indexOf(job);
    if (job !== undefined && place < 0) {
      job.supervisor?.cancel();
      return;
    }
    if (place >= 0) this.queue.splice(place, 1);
    const queuedAt = this.options.clock.now();
    // An unknown key is taken in and ended at once: should its submission still be on the way, it comes too late.
    const nothing = {
      environment: [],
      cores: 1,
      nodes: 1,
      accelerators: 0,
      memoryMebibytes: null,
      timeLimitSeconds: 1,
    };
    if (job === undefined) await createJobFolder(this.root, { key, name: key, centerId: '', ...nothing, queuedAt }, '');
    await jobFolder(this.root, key).end(cancelledBeforeStart(queuedAt));
    this.open.delete(key);
    this.tell();
    this.startNext();
  }

  output(key: string, stream: 'STDOUT' | 'STDERR') {
    return localOutput(jobFolder(this.root, key).outputPath(stream));
  }

  untilChange(): Promise<null> {
    return Promise.resolve(null);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }

  /** Ends what runs; what waits stays for the next process. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const { supervisor } of this.open.values()) supervisor?.release();
    const late = new AbortController();
    const waited = this.options.clock.sleep(closeWithinMs, late.signal).catch(() => undefined);
    await Promise.race([Promise.all(this.settling), waited]);
    late.abort();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Opens the scheduler of this machine on its folder and goes on where an earlier process has stopped. */
export async function openLocalScheduler(options: LocalSchedulerOptions): Promise<Scheduler> {
  const scheduler = new LocalScheduler(options);
  await scheduler.begin();
  return scheduler;
}
