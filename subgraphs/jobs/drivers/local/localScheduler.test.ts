import { existsSync } from 'node:fs';
import { chmod, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { systemClock } from '../../../../lib/clock.ts';
import { silentLog } from '../../../../lib/log.ts';
import { isRunning, sendSignal } from '../../../../lib/processes.ts';
import { dataFolder } from '../../../../test/kit/weftProcess.ts';
import { type SchedulerBench, schedulerContract } from '../scheduler.contract.ts';
import type { Scheduler, SchedulerJob, Sighting } from '../scheduler.ts';
import { type LocalSchedulerOptions, openLocalScheduler } from './localScheduler.ts';

const isRoot = process.getuid?.() === 0;
const withinMs = 15_000;

function jobOf(name: string, script: string, more: Partial<SchedulerJob> = {}): SchedulerJob {
  return {
    key: `job_${name}`,
    name,
    centerId: 'center_local',
    script,
    environment: [],
    cores: 1,
    nodes: 1,
    accelerators: 0,
    memoryMebibytes: null,
    timeLimitSeconds: 60,
    ...more,
  };
}

/** Resolves with the sighting that is as wanted; looks whenever the scheduler says that something has changed. */
async function until(scheduler: Scheduler, key: string, is: (sighting: Sighting) => boolean): Promise<Sighting> {
  let wake = (): void => undefined;
  const stop = scheduler.onChange(() => wake());
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
    wake();
  }, withinMs);
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const [sighting] = await scheduler.look([key]);
      if (sighting !== undefined && is(sighting)) return sighting;
      if (late.signal.aborted) throw new Error(`${key} did not become as wanted: ${JSON.stringify(sighting)}`);
      await changed;
    }
  } finally {
    clearTimeout(timer);
    stop();
  }
}

interface LocalBench extends SchedulerBench {
  readonly folder: string;
  run(name: string, script: string, more?: Partial<SchedulerJob>): Promise<Sighting>;
  text(key: string, stream?: 'STDOUT' | 'STDERR'): Promise<string>;
}

async function openBench(more: Partial<LocalSchedulerOptions> = {}): Promise<LocalBench> {
  const folder = await dataFolder();
  const options = {
    folder: join(folder.path, 'local'),
    cores: 2,
    acceptsJobs: true,
    clock: systemClock,
    log: silentLog,
    graceMs: 300,
    ...more,
  };
  let scheduler = await openLocalScheduler(options);
  const ended = ({ end }: Sighting): boolean => end !== null;
  return {
    folder: options.folder,
    get scheduler() {
      return scheduler;
    },
    job: (name, long) => jobOf(name, long ? 'echo begun\nsleep 300\n' : 'echo one line\necho another\n'),
    until: (key, is) => until(scheduler, key, is),
    async reopen() {
      await scheduler.close();
      scheduler = await openLocalScheduler(options);
    },
    async run(name, script, job) {
      await scheduler.submit(jobOf(name, script, job));
      return await until(scheduler, `job_${name}`, ended);
    },
    text: async (key, stream = 'STDOUT') =>
      Buffer.from(await scheduler.output(key, stream).read(0, 1_000_000)).toString(),
    async [Symbol.asyncDispose]() {
      await scheduler.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

schedulerContract('the local driver', openBench);

it('gives a job a clean environment: its variables, a home of its own, and nothing of this process', async () => {
  await using bench = await openBench();
  const environment = [
    { name: 'GREETING', value: 'hello world' },
    { name: 'HOME', value: '/elsewhere' },
  ];
  await bench.run('environment', '#!/usr/bin/env -S sh\nenv | sort\npwd\ntouch left-here\n', { environment });
  const lines = (await bench.text('job_environment')).trimEnd().split('\n');
  const home = join(bench.folder, 'work', 'job_environment', 'home');
  expect(lines.filter((line) => !/^(PWD|OLDPWD|SHLVL|_)=/.test(line))).toEqual([
    'GREETING=hello world',
    `HOME=${home}`,
    'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'WEFT_JOB_ID=job_environment',
    home,
  ]);
  expect(existsSync(join(home, 'left-here'))).toBe(true);
});

it.runIf(isRoot)('runs no job as root, and jobs beside each other as different users', async () => {
  await using bench = await openBench();
  const script =
    'id -u; id -G; cat ../../job_users-1/home/secret; echo mine > secret; while [ ! -e go ]; do sleep 0.05; done';
  const first = jobOf('users-1', `${script}\n`);
  await bench.scheduler.submit(first);
  await bench.until(first.key, ({ startedAt }) => startedAt !== null);
  const second = await bench.run('users-2', 'id -u; cat ../../job_users-1/home/secret');
  expect(second.end).toMatchObject({ state: 'FAILED', exit: { code: 1 } });
  const [uid, groups] = (await bench.text(first.key)).split('\n');
  expect(Number(uid)).toBeGreaterThan(0);
  expect(groups).toBe(uid);
  expect((await bench.text('job_users-2')).trim()).not.toBe(uid);
  await bench.scheduler.cancel(first.key);
  await bench.until(first.key, ({ end }) => end !== null);
  expect((await stat(join(bench.folder, 'work', first.key, 'home'))).uid).toBe(0);
});

it.runIf(isRoot)('runs jobs elsewhere when the way to its folder is closed to other users', async () => {
  await using folder = await dataFolder();
  await chmod(folder.path, 0o700);
  const options = {
    folder: join(folder.path, 'local'),
    cores: 1,
    acceptsJobs: true,
    clock: systemClock,
    log: silentLog,
  };
  await using scheduler = await openLocalScheduler(options);
  await scheduler.submit(jobOf('closed', 'pwd; echo kept > file; cat "$HOME/file"'));
  const { end } = await until(scheduler, 'job_closed', (sighting) => sighting.end !== null);
  const [home = '', kept] = Buffer.from(await scheduler.output('job_closed', 'STDOUT').read(0, 1_000))
    .toString()
    .split('\n');
  await rm(join(home, '..', '..'), { recursive: true });
  expect([end?.state, kept]).toEqual(['SUCCEEDED', 'kept']);
  expect(home).toMatch(/^\/var\/tmp\/weft-work-[0-9a-f]{16}\/job_closed\/home$/);
});

it('keeps standard output and standard error apart, and tells the exit code', async () => {
  await using bench = await openBench();
  const { end } = await bench.run('exit', 'echo fine; echo broken >&2; exit 3');
  expect(end).toMatchObject({ state: 'FAILED', reason: 'NonZeroExitCode', exit: { code: 3, signal: null } });
  expect([await bench.text('job_exit'), await bench.text('job_exit', 'STDERR')]).toEqual(['fine\n', 'broken\n']);
});

it('tells the signal that ended a job', async () => {
  await using bench = await openBench();
  const { end } = await bench.run('signal', 'kill -SEGV $$');
  expect(end).toMatchObject({ state: 'FAILED', reason: 'Signalled', exit: { code: null, signal: 'SIGSEGV' } });
});

it('says why a script could not be started', async () => {
  await using bench = await openBench();
  const { end, native } = await bench.run('nothing', '#!/nowhere/interpreter\n');
  expect(end).toMatchObject({ state: 'FAILED', reason: 'JobLaunchFailure', exit: null });
  expect(native.reason).toContain('ENOENT');
});

it('ends a job at its time limit, with all its processes, also one that does not want to', async () => {
  await using bench = await openBench();
  const script =
    "trap '' TERM\nsh -c 'trap \"\" TERM; echo $$; sleep 300' &\nsetsid sh -c 'echo $$; exec sleep 300' &\nwait\nsleep 300\n";
  const { end, startedAt, endedAt } = await bench.run('limit', script, { timeLimitSeconds: 1 });
  expect(end).toMatchObject({ state: 'TIMED_OUT', reason: 'TimeLimit' });
  const ranMs = (endedAt?.getTime() ?? 0) - (startedAt?.getTime() ?? 0);
  expect(ranMs).toBeGreaterThanOrEqual(1_000);
  const [inGroup, outside] = (await bench.text('job_limit')).trim().split('\n').map(Number);
  expect(isRunning(inGroup ?? 0)).toBe(false);
  // Only a user of its own makes it possible to find what has left the group.
  if (isRoot) expect(isRunning(outside ?? 0)).toBe(false);
  else sendSignal(outside ?? 0, 'SIGKILL');
});

it('ends a job that uses more memory than it has asked for', async () => {
  await using bench = await openBench();
  const script = `exec ${process.execPath} -e 'globalThis.kept = Buffer.alloc(300e6, 1); setInterval(() => {}, 1000)'`;
  const { end } = await bench.run('memory', script, { memoryMebibytes: 150 });
  expect(end).toMatchObject({ state: 'OUT_OF_MEMORY', reason: 'OutOfMemory' });
  expect(end?.maxMemoryMebibytes).toBeGreaterThan(150);
});

it('ends a job that writes without end', async () => {
  await using bench = await openBench({ outputBytes: 100_000 });
  const { end } = await bench.run('writer', 'yes');
  expect(end).toMatchObject({ state: 'FAILED', reason: 'OutputLimit' });
});

it('measures processor time and memory', async () => {
  await using bench = await openBench();
  const script = `exec ${process.execPath} -e 'const kept = Buffer.alloc(100e6, 1); const end = Date.now() + 700; while (Date.now() < end); kept.at(0)'`;
  const { end } = await bench.run('busy', script);
  expect(end?.cpuSeconds).toBeGreaterThan(0.3);
  expect(end?.maxMemoryMebibytes).toBeGreaterThan(100);
});

it('runs no more at a time than there are cores, in the order of submission', async () => {
  await using bench = await openBench({ cores: 2 });
  const waits = jobOf('first', 'sleep 300', { cores: 2 });
  await bench.scheduler.submit(waits);
  await bench.until(waits.key, ({ startedAt }) => startedAt !== null);
  const next = [jobOf('second', 'echo 2'), jobOf('third', 'echo 3')];
  for (const job of next) await bench.scheduler.submit(job);
  const seen = await bench.scheduler.look(next.map(({ key }) => key));
  expect(seen.map(({ startedAt, waitReason }) => [startedAt, waitReason])).toEqual([
    [null, 'Resources'],
    [null, 'Resources'],
  ]);
  await bench.scheduler.cancel(next[0]?.key ?? '');
  await bench.scheduler.cancel(waits.key);
  const third = await bench.until('job_third', ({ end }) => end !== null);
  expect(third.end).toMatchObject({ state: 'SUCCEEDED' });
  const [second] = await bench.scheduler.look(['job_second']);
  expect(second).toMatchObject({ startedAt: null, end: { state: 'CANCELLED' } });
});

it('refuses what this machine can never run', async () => {
  await using bench = await openBench({ cores: 2 });
  await expect(bench.scheduler.submit(jobOf('large', 'true', { cores: 3 }))).rejects.toThrow('2 cores');
  await using closed = await openBench({ acceptsJobs: false });
  await expect(closed.scheduler.submit(jobOf('any', 'true'))).rejects.toThrow('alone');
});

it('ends what runs when it is closed, and says so; what waits runs after the restart', async () => {
  await using bench = await openBench({ cores: 1 });
  const running = jobOf('running', 'echo $$; sleep 300');
  await bench.scheduler.submit(running);
  await bench.until(running.key, ({ startedAt }) => startedAt !== null);
  await bench.scheduler.submit(jobOf('waiting', 'echo ran'));
  const begun = performance.now();
  await bench.reopen();
  expect(performance.now() - begun).toBeLessThan(2_000);
  const ended = await bench.until(running.key, ({ end }) => end !== null);
  expect(ended.end).toMatchObject({ state: 'NODE_FAILED', reason: 'ServiceStopped' });
  const waiting = await bench.until('job_waiting', ({ end }) => end !== null);
  expect(waiting.end).toMatchObject({ state: 'SUCCEEDED' });
  expect(await bench.text('job_waiting')).toBe('ran\n');
});

it('ends a job whose supervisor was killed, and says that its end is not known', async () => {
  await using bench = await openBench();
  const job = jobOf('orphan', 'sleep 300');
  await bench.scheduler.submit(job);
  const { native } = await bench.until(job.key, (sighting) => sighting.native.id !== null);
  const started = JSON.parse(await readFile(join(bench.folder, 'jobs', job.key, 'started.json'), 'utf8')) as {
    pid: number;
  };
  sendSignal(started.pid, 'SIGKILL');
  const { end } = await bench.until(job.key, (sighting) => sighting.end !== null);
  expect(end).toMatchObject({ state: 'NODE_FAILED', reason: 'SupervisorDied' });
  expect(isRunning(Number(native.id))).toBe(false);
});
