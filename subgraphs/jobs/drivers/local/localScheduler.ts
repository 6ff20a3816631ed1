import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../../lib/clock.ts';
import type { Log } from '../../../../lib/log.ts';
import { type Scheduler, type SchedulerJob, type Sighting, SubmissionRefused } from '../scheduler.ts';
import { createJobFolder, jobFolder } from './jobFolder.ts';
import { localOutput } from './localOutput.ts';
import { localSighting } from './localSighting.ts';
import { findOpenJob, type OpenJob } from './openJob.ts';
import { settleJob } from './recovery.ts';
import { runJob } from './runJob.ts';
import type { Supervisor } from './supervisor.ts';
import { neverSubmitted, unseenEnd } from './unseenEnd.ts';
import { mostJobUsers, openWorkRoot } from './workFolder.ts';

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
      else found.push(...(await findOpenJob(this.root, name, this.options.log)));
    }
    found.sort((one, other) => one.spec.queuedAt.getTime() - other.spec.queuedAt.getTime());
    for (const job of found) {
      this.open.set(job.spec.key, job);
      if (await job.folder.isClaimed()) this.settleLater(job);
      else this.queue.push(job);
    }
    this.startNext();
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
    const { clock, graceMs = defaultGraceMs, outputBytes = defaultOutputBytes } = this.options;
    const onSupervisor = (supervisor: Supervisor): void => {
      job.supervisor = supervisor;
      if (this.isClosed) supervisor.release();
    };
    const onStart = (startedAt: Date): void => this.noteStart(job, startedAt);
    const { workRoot } = this;
    await runJob({ ...job, slot }, { workRoot, graceMs, outputBytes, clock, onSupervisor, onStart });
    await this.settle(job);
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

  /** One that cannot be read is as if it were not there: it must not hide the others. */
  private async lookAt(key: string): Promise<Sighting | null> {
    try {
      return await this.readSighting(key);
    } catch (error) {
      this.options.log.error({ err: error, jobId: key }, 'what is kept of a job of this machine cannot be read');
      return null;
    }
  }

  private async readSighting(key: string): Promise<Sighting | null> {
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
    const at = this.options.clock.now();
    if (job === undefined) await createJobFolder(this.root, neverSubmitted(key, at), '');
    await jobFolder(this.root, key).end(unseenEnd({ cause: 'cancelled', endedAt: at }));
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
