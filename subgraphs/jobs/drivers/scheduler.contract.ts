import { describe, expect, it } from 'vitest';
import type { Scheduler, SchedulerJob, Sighting } from './scheduler.ts';

/** A scheduler on a bench: its time can be made to pass. */
export interface SchedulerBench extends AsyncDisposable {
  readonly scheduler: Scheduler;
  /** A job that will run for a moment, write to its standard output and succeed; `long`: for much longer than the test. */
  job(name: string, long?: 'long'): SchedulerJob;
  /** Lets time pass until the job is as wanted; rejects when it does not become so. */
  until(key: string, is: (sighting: Sighting) => boolean): Promise<Sighting>;
  /** Opens the scheduler again, as after a restart of the process. */
  reopen(): Promise<void>;
}

const isRunning = ({ startedAt, end }: Sighting): boolean => startedAt !== null && end === null;
const hasEnded = ({ end }: Sighting): boolean => end !== null;
const text = async (scheduler: Scheduler, key: string): Promise<string> =>
  Buffer.from(await scheduler.output(key, 'STDOUT').read(0, 1_000_000)).toString();

/** What every driver promises; each runs this beside its own tests. */
export function schedulerContract(name: string, open: () => Promise<SchedulerBench>): void {
  describe(`${name} as a scheduler`, () => {
    it('knows nothing of a key that was never submitted', async () => {
      await using bench = await open();
      const { scheduler } = bench;
      expect(await scheduler.look(['job_nobody'])).toEqual([]);
      const output = scheduler.output('job_nobody', 'STDOUT');
      expect(await output.size()).toBe(0);
      expect(await output.read(0, 10)).toHaveLength(0);
    });

    it('takes a job to its end, with times in order', async () => {
      await using bench = await open();
      const job = bench.job('one');
      await bench.scheduler.submit(job);
      const [first] = await bench.scheduler.look([job.key]);
      expect(first).toMatchObject({ key: job.key, end: null });
      const ended = await bench.until(job.key, hasEnded);
      expect(ended).toMatchObject({
        end: { state: 'SUCCEEDED', reason: null, exit: { code: 0, signal: null } },
        waitReason: null,
      });
      const times = [ended.queuedAt, ended.startedAt, ended.endedAt].map((at) => at?.getTime() ?? Number.NaN);
      expect(times).toEqual([...times].sort((one, other) => one - other));
    });

    it('takes a key once, also when it is submitted again after its end and after a restart', async () => {
      await using bench = await open();
      const job = bench.job('once');
      await Promise.all([bench.scheduler.submit(job), bench.scheduler.submit(job)]);
      const ended = await bench.until(job.key, hasEnded);
      await bench.scheduler.submit(job);
      await bench.reopen();
      await bench.scheduler.submit(job);
      expect(await bench.scheduler.look([job.key])).toEqual([ended]);
    });

    it('ends a running job on request, and leaves it ended', async () => {
      await using bench = await open();
      const job = bench.job('running', 'long');
      await bench.scheduler.submit(job);
      await bench.until(job.key, isRunning);
      await bench.scheduler.cancel(job.key);
      const ended = await bench.until(job.key, hasEnded);
      expect(ended.end).toMatchObject({ state: 'CANCELLED' });
      expect(ended.startedAt).not.toBeNull();
      await bench.scheduler.cancel(job.key);
      expect(await bench.scheduler.look([job.key])).toEqual([ended]);
    });

    it('never runs a key that was cancelled before it was submitted', async () => {
      await using bench = await open();
      const job = bench.job('late');
      await bench.scheduler.cancel(job.key);
      await bench.scheduler.submit(job);
      expect(await bench.until(job.key, hasEnded)).toMatchObject({ startedAt: null, end: { state: 'CANCELLED' } });
      expect(await text(bench.scheduler, job.key)).toBe('');
    });

    it('gives the output in parts, the same after the end and after a restart', async () => {
      await using bench = await open();
      const job = bench.job('writer');
      await bench.scheduler.submit(job);
      await bench.until(job.key, hasEnded);
      const whole = await text(bench.scheduler, job.key);
      expect(whole.length).toBeGreaterThan(10);
      const output = bench.scheduler.output(job.key, 'STDOUT');
      expect(await output.size()).toBe(Buffer.byteLength(whole));
      expect(Buffer.from(await output.read(3, 4)).toString()).toBe(whole.slice(3, 7));
      expect(await output.read(1_000_000, 4)).toHaveLength(0);
      await bench.reopen();
      expect(await text(bench.scheduler, job.key)).toBe(whole);
    });

    it('stops waiting for output when the reader leaves', async () => {
      await using bench = await open();
      const leaving = new AbortController();
      const waiting = bench.scheduler.output('job_nobody', 'STDERR').changed(0, leaving.signal);
      leaving.abort();
      await waiting;
    });
  });
}
