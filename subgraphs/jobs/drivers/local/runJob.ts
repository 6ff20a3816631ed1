import type { Clock } from '../../../../lib/clock.ts';
import type { JobFolder, LocalSpec } from './jobFolder.ts';
import { claimJobUser } from './jobUsers.ts';
import { settleJob } from './recovery.ts';
import { runOrder } from './runOrder.ts';
import { type Supervisor, startSupervisor } from './supervisor.ts';
import { unseenEnd } from './unseenEnd.ts';
import { closeWorkFolder, createWorkFolder, workFolder } from './workFolder.ts';

/** A job whose turn it is. */
export interface DueJob {
  readonly folder: JobFolder;
  readonly spec: LocalSpec;
  /** Its place among those that run. */
  readonly slot: number;
}

export interface RunOptions {
  readonly workRoot: string;
  readonly graceMs: number;
  readonly outputBytes: number;
  readonly clock: Clock;
  readonly onSupervisor: (supervisor: Supervisor) => void;
  readonly onStart: (startedAt: Date) => void;
}

async function supervise({ folder, spec }: DueJob, uid: number | null, options: RunOptions): Promise<void> {
  // Cancelled while its submission was being written.
  if ((await folder.exit()) !== null) return;
  const { workRoot, graceMs, outputBytes, onSupervisor, onStart } = options;
  const work = workFolder(workRoot, spec.key);
  const script = await folder.script();
  await createWorkFolder(work, script, uid);
  if (await folder.claim(runOrder(spec, { script, work, uid, graceMs, outputBytes, folder }))) {
    const supervisor = startSupervisor(folder.path, onStart);
    onSupervisor(supervisor);
    await supervisor.ended;
  }
  await closeWorkFolder(work);
}

/** Runs a job to its end, which is on record afterwards, whatever happened. Rejects only when not even that can be written. */
export async function runJob(job: DueJob, options: RunOptions): Promise<void> {
  const { folder, slot } = job;
  const { clock } = options;
  try {
    const user = await claimJobUser(slot);
    try {
      await supervise(job, user.uid, options);
      // Before the user is given back: what a dead supervisor has left is ended here.
      await settleJob(folder, clock);
    } finally {
      user.release();
    }
  } catch (error) {
    if ((await folder.started()) === null && (await folder.abandon())) {
      await folder.end(unseenEnd({ cause: 'notStarted', endedAt: clock.now(), message: String(error) }));
    }
    await settleJob(folder, clock);
  }
}
