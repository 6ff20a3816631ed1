import { z } from 'zod';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const hours = z.string().regex(/^\d+(\.\d+)?$/);

const submitted = z.object({
  jobId: z.string().min(1),
  projectId: z.string().min(1),
  partitionId: z.string().min(1),
  resources: z.object({
    cores: z.int().positive(),
    nodes: z.int().positive(),
    accelerators: z.int().nonnegative(),
    memoryMebibytes: z.int().positive().nullable(),
    timeLimitSeconds: z.int().positive(),
  }),
  submittedAt: moment,
});

const ended = z.object({
  jobId: z.string().min(1),
  projectId: z.string().min(1),
  at: moment,
  usage: z.object({ coreHours: hours, acceleratorHours: hours, nodeHours: hours }).nullable(),
});

/** A job was submitted: as much as it may use must be set aside. */
export type JobSubmitted = Readonly<z.infer<typeof submitted>>;
/** A job has ended; without usage it never ran. */
export type JobEnded = Readonly<z.infer<typeof ended>>;

/** What of the events of the jobs subgraph matters to billing. */
export type JobFact =
  | { readonly kind: 'submitted'; readonly fact: JobSubmitted }
  | { readonly kind: 'ended'; readonly fact: JobEnded };

const terminal = z.object({ terminal: z.boolean() });

/** The fact in an event, or null for one that costs nothing. Throws when it has another form than was agreed. */
export function jobFact(type: string, payload: unknown): JobFact | null {
  if (type === 'JobSubmitted') return { kind: 'submitted', fact: submitted.parse(payload) };
  if (type !== 'JobStateChanged' || !terminal.parse(payload).terminal) return null;
  return { kind: 'ended', fact: ended.parse(payload) };
}
