import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, watch } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { systemClock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { isRunning } from '../../lib/processes.ts';
import { openLocalScheduler } from '../../subgraphs/jobs/drivers/local/localScheduler.ts';
import type { Scheduler, Sighting } from '../../subgraphs/jobs/drivers/scheduler.ts';
import { dataFolder } from '../kit/weftProcess.ts';

const child = fileURLToPath(new URL('./localJobs.child.ts', import.meta.url));
const kills = 4;
const jobsPerLife = 10;
const withinMs = 60_000;

/** Runs the scheduler in a process of its own and kills it as soon as so many marks have been made in its life. */
async function liveAndDie(folder: string, marks: string, life: number): Promise<void> {
  const wanted = 1 + life * 2;
  const seen = new AbortController();
  const changes = watch(marks, { signal: seen.signal });
  const parameters = [folder, marks, String(life * jobsPerLife), String(jobsPerLife)];
  const process_ = spawn(process.execPath, ['--import', 'tsx', child, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const late = setTimeout(() => seen.abort(), withinMs);
  let count = 0;
  try {
    for await (const _change of changes) {
      count += 1;
      if (count >= wanted) break;
    }
  } finally {
    clearTimeout(late);
    process_.kill('SIGKILL');
    await once(process_, 'exit');
  }
}

async function ended(scheduler: Scheduler, key: string): Promise<Sighting> {
  let wake = (): void => undefined;
  const stop = scheduler.onChange(() => wake());
  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const [sighting] = await scheduler.look([key]);
      if (sighting === undefined) throw new Error(`${key} is not known`);
      if (sighting.end !== null) return sighting;
      // What would run for long has to be ended to see the rest.
      if (sighting.startedAt !== null && Number(key.slice(4)) % 5 === 4) await scheduler.cancel(key);
      await changed;
    }
  } finally {
    stop();
  }
}

it('runs no job twice and loses none, however often the process is killed', { timeout: 120_000 }, async () => {
  await using folder = await dataFolder();
  const marks = join(folder.path, 'marks');
  await mkdir(marks);
  await chmod(marks, 0o777); // jobs run as other users
  const jobs = join(folder.path, 'scheduler');
  for (let life = 0; life < kills; life += 1) await liveAndDie(jobs, marks, life);

  const options = { folder: jobs, cores: 3, acceptsJobs: true, clock: systemClock, log: silentLog };
  await using scheduler = await openLocalScheduler(options);
  const known = await scheduler.look(Array.from({ length: kills * jobsPerLife }, (_, number) => `job_${number}`));
  expect(known.length).toBeGreaterThan(jobsPerLife);
  const outcomes = new Map<string, number>();
  for (const { key } of known) {
    const { end, startedAt } = await ended(scheduler, key);
    const lines = (await readFile(join(marks, key), 'utf8').catch(() => '')).split('\n').filter(Boolean);
    const begins = lines.filter((line) => line.startsWith('begin'));
    const outcome = `${end?.state} ${end?.reason}`;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    expect(begins.length, `${key} began`).toBeLessThanOrEqual(1);
    if (begins.length === 1) expect(startedAt).not.toBeNull();
    if (end?.state === 'SUCCEEDED') expect(lines.at(-1)).toBe('end');
    else expect(outcome).toMatch(/^(NODE_FAILED (ServiceStopped|SupervisorDied)|CANCELLED null)$/);
    for (const line of begins) expect(isRunning(Number(line.split(' ')[1])), `${key} is over`).toBe(false);
  }
  expect(outcomes.get('SUCCEEDED null')).toBeGreaterThan(kills);
  expect(outcomes.get('NODE_FAILED ServiceStopped')).toBeGreaterThanOrEqual(kills - 1);
});
