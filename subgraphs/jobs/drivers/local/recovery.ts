import type { Clock } from '../../../../lib/clock.ts';
import { hasEnded, isRunning, processStart, sendSignal } from '../../../../lib/processes.ts';
import type { ExitRecord, JobFolder } from './jobFolder.ts';
import { unseenEnd } from './unseenEnd.ts';

/** How long a supervisor without us may take to end its job; it needs half a second. */
const supervisorEndsWithinMs = 5_000;

/** Whether the process is there and is the one meant, and not a later one with its id. */
function isSame({ pid, start }: { readonly pid: number; readonly start: string | null }): boolean {
  return start !== null && isRunning(pid) && processStart(pid) === start;
}

/**
 * Finds out how a job ended whose supervisor we do not have: one from before a restart, or one that died. A supervisor that still
 * lives is ending its job, because we were gone; its record is waited for. Without a record, what is left of the job is ended by
 * force and the end is recorded as not known. A job is over after this, always.
 */
export async function settleJob(folder: JobFolder, clock: Clock): Promise<ExitRecord> {
  const known = await folder.exit();
  if (known !== null) return known;
  const isAbandoned = await folder.abandon();
  const supervisor = isAbandoned ? null : await folder.started();
  if (supervisor !== null && isSame(supervisor)) {
    await hasEnded(supervisor.pid, supervisorEndsWithinMs);
    if (isSame(supervisor)) sendSignal(supervisor.pid, 'SIGKILL');
  }
  const job = await folder.process();
  const left = (await folder.exit()) === null && job !== null && isSame(job);
  // The group is led by this very process, so it is the one that was started for the job.
  if (left) sendSignal(-job.pid, 'SIGKILL');
  return folder.end(
    unseenEnd({
      cause: isAbandoned ? 'serviceStopped' : 'supervisorDied',
      message: 'No record of its end was left.',
      startedAt: job?.startedAt ?? null,
      endedAt: clock.now(),
    }),
  );
}
