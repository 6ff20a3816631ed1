import type { JobFolder, LocalSpec, RunOrder } from './jobFolder.ts';
import type { WorkFolder } from './workFolder.ts';

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const mebibyte = 1_048_576;

/** The variables that a job has: those that were asked for, and three of ours. Nothing of this process. */
function environmentOf(spec: LocalSpec, home: string): Record<string, string> {
  const asked = spec.environment.map(({ name, value }) => [name, value] as const);
  // From entries: a variable may be named like something that objects have.
  return Object.fromEntries([['PATH', defaultPath], ...asked, ['HOME', home], ['WEFT_JOB_ID', spec.key]]);
}

export interface RunOrderFacts {
  readonly script: string;
  readonly work: WorkFolder;
  readonly uid: number | null;
  readonly graceMs: number;
  readonly outputBytes: number;
  readonly folder: JobFolder;
}

/** What the supervisor of a job is to do. A script that names no interpreter in its first line is run by /bin/sh. */
export function runOrder(spec: LocalSpec, facts: RunOrderFacts): RunOrder {
  const { script, work, uid, graceMs, outputBytes, folder } = facts;
  return {
    command: script.startsWith('#!') ? [work.script] : ['/bin/sh', work.script],
    cwd: work.home,
    uid,
    env: environmentOf(spec, work.home),
    stdout: folder.outputPath('STDOUT'),
    stderr: folder.outputPath('STDERR'),
    timeLimitMs: spec.timeLimitSeconds * 1_000,
    graceMs,
    memoryBytes: spec.memoryMebibytes === null ? null : spec.memoryMebibytes * mebibyte,
    outputBytes,
  };
}
