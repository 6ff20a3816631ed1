import type { Log } from '../../../../lib/log.ts';
import { type JobFolder, jobFolder, type LocalSpec } from './jobFolder.ts';
import type { Supervisor } from './supervisor.ts';

/** A job that has not ended. */
export interface OpenJob {
  readonly folder: JobFolder;
  readonly spec: LocalSpec;
  startedAt: Date | null;
  pid: number | null;
  /** Its place among those that run; null while it waits. */
  slot: number | null;
  supervisor: Supervisor | null;
}

/** The job in a folder that an earlier process has left; none when it has ended. One that cannot be read is logged and passed over. */
export async function findOpenJob(root: string, name: string, log: Log): Promise<readonly OpenJob[]> {
  try {
    const folder = jobFolder(root, name);
    const [exit, spec, process] = [await folder.exit(), await folder.spec(), await folder.process()];
    if (exit !== null || spec === null) return [];
    const { startedAt = null, pid = null } = process ?? {};
    return [{ folder, spec, startedAt, pid, slot: null, supervisor: null }];
  } catch (error) {
    log.error({ err: error, name }, 'what is kept of a job of this machine cannot be read');
    return [];
  }
}
