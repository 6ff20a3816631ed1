import { link, mkdir, mkdtemp, open, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { OutputStream } from '../../job/job.enum.ts';

const moment = z.iso.datetime().transform((text) => new Date(text));

const specForm = z.object({
  key: z.string(),
  name: z.string(),
  centerId: z.string(),
  environment: z.array(z.object({ name: z.string(), value: z.string() })),
  cores: z.int().positive(),
  nodes: z.int().positive(),
  accelerators: z.int().nonnegative(),
  memoryMebibytes: z.int().positive().nullable(),
  timeLimitSeconds: z.int().positive(),
  queuedAt: moment,
});
/** What was submitted, but the script, which has a file of its own. */
export type LocalSpec = Readonly<z.infer<typeof specForm>>;

const startedForm = z.object({ pid: z.int().nonnegative(), start: z.string().nullable() });
const processForm = z.object({ pid: z.int().positive(), start: z.string().nullable(), startedAt: moment });

export const exitCauses = [
  'exited',
  'timeLimit',
  'cancelled',
  'memory',
  'output',
  'notStarted',
  'serviceStopped',
  'supervisorDied',
] as const;
const exitForm = z.object({
  cause: z.enum(exitCauses),
  code: z.int().nullable(),
  signal: z.string().nullable(),
  message: z.string().nullable(),
  startedAt: moment.nullable(),
  endedAt: moment,
  cpuSeconds: z.number().nullable(),
  maxMemoryBytes: z.number().nullable(),
});
/** How a job has ended. There is one for each job that has, and it never changes. */
export type ExitRecord = Readonly<z.infer<typeof exitForm>>;

/** The supervisor of a job, or the mark that none may start it any more (process id 0). */
export type StartedRecord = Readonly<z.infer<typeof startedForm>>;
export type ProcessRecord = Readonly<z.infer<typeof processForm>>;

/** What the supervisor is to do. */
export interface RunOrder {
  readonly command: readonly string[];
  readonly cwd: string;
  /** Null: as who we are. */
  readonly uid: number | null;
  readonly env: Readonly<Record<string, string>>;
  readonly stdout: string;
  readonly stderr: string;
  readonly timeLimitMs: number;
  readonly graceMs: number;
  readonly memoryBytes: number | null;
  readonly outputBytes: number;
}

/** The folder of one job, where everything that must outlive a process is. A file in it is whole or absent. */
export interface JobFolder {
  readonly key: string;
  readonly path: string;
  spec(): Promise<LocalSpec | null>;
  script(): Promise<string>;
  started(): Promise<StartedRecord | null>;
  process(): Promise<ProcessRecord | null>;
  exit(): Promise<ExitRecord | null>;
  isClaimed(): Promise<boolean>;
  /** Takes the job for running; false when it was taken before. The one door to running it. */
  claim(order: RunOrder): Promise<boolean>;
  /** Declares that no supervisor may start it any more; false when one has. */
  abandon(): Promise<boolean>;
  /** Records the end unless there is one; gives the one that counts. */
  end(record: ExitRecord): Promise<ExitRecord>;
  outputPath(stream: OutputStream): string;
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes((error as NodeJS.ErrnoException).code ?? '');
}

async function readRecord<T>(path: string, form: z.ZodType<T>): Promise<T | null> {
  try {
    return form.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Writes a file that nobody ever sees a part of; false when it is there already. */
async function writeOnce(path: string, value: unknown): Promise<boolean> {
  const unfinished = `${path}.${process.pid}.new`;
  await writeDurably(unfinished, JSON.stringify(value));
  try {
    await link(unfinished, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(unfinished);
  }
}

// Keys are ours, ids of jobs; one that could leave the folder is a mistake that must not pass.
const keyForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,159}$/;

/** The folder of a job, whether it is there or not. Throws for a key that is no name of a file. */
export function jobFolder(root: string, key: string): JobFolder {
  if (!keyForm.test(key)) throw new Error('The key of a job must be usable as the name of a folder');
  const path = join(root, key);
  const at = (name: string): string => join(path, name);
  const exit = (): Promise<ExitRecord | null> => readRecord(at('exit.json'), exitForm);
  return {
    key,
    path,
    spec: () => readRecord(at('spec.json'), specForm),
    script: () => readFile(at('script'), 'utf8'),
    started: () => readRecord(at('started.json'), startedForm),
    process: () => readRecord(at('process.json'), processForm),
    exit,
    isClaimed: async () => (await readRecord(at('run.json'), z.unknown())) !== null,
    claim: (order) => writeOnce(at('run.json'), order),
    abandon: () => writeOnce(at('started.json'), { pid: 0, start: null }),
    async end(record) {
      await writeOnce(at('exit.json'), record);
      return (await exit()) ?? record;
    },
    outputPath: (stream) => at(stream === 'STDOUT' ? 'stdout' : 'stderr'),
  };
}

/** Makes the folder of a job with all that was submitted, at once; false when there is one. */
export async function createJobFolder(root: string, spec: LocalSpec, script: string): Promise<boolean> {
  const { path } = jobFolder(root, spec.key);
  await mkdir(root, { recursive: true, mode: 0o700 });
  const unfinished = await mkdtemp(join(root, '.new-'));
  try {
    await writeDurably(join(unfinished, 'spec.json'), JSON.stringify(spec));
    await writeDurably(join(unfinished, 'script'), script);
    for (const name of ['stdout', 'stderr']) await writeFile(join(unfinished, name), '', { mode: 0o600 });
    await rename(unfinished, path);
    return true;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (hasCode(error, 'ENOTEMPTY', 'EEXIST')) return false;
    throw error;
  }
}
