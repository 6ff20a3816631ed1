import { z } from 'zod';
import type { LoggedEvent } from '../../kit/log/event.ts';
import type { RunRow } from '../usage/usage.repository.ts';
import type { KnownJobRow } from './knownJob.repository.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const id = z.string().min(1);

const submitted = z.object({ jobId: id, projectId: id });
const changed = z.object({ terminal: z.boolean() });
const ended = z.object({
  jobId: id,
  state: z.string(),
  at: moment,
  software: z.object({ productId: id }).nullish(),
  usage: z.object({ coreHours: z.string().regex(/^\d{1,30}(\.\d{1,18})?$/) }).nullish(),
});

/** What an event of a job says to the stores. */
export type JobFact =
  | { readonly kind: 'submitted'; readonly job: KnownJobRow }
  | { readonly kind: 'ran'; readonly run: RunRow };

/**
 * The fact in an event of the jobs subgraph, null when there is none: a job that named no product, or never started and so has
 * not used it. Throws when the event has another form.
 */
export function jobFact({ type, payload }: LoggedEvent): JobFact | null {
  if (type === 'JobSubmitted') return { kind: 'submitted', job: submitted.parse(payload) };
  if (type !== 'JobStateChanged' || !changed.parse(payload).terminal) return null;
  const { jobId, state, at, software, usage } = ended.parse(payload);
  if (software == null || usage == null) return null;
  const { productId } = software;
  const { coreHours } = usage;
  return { kind: 'ran', run: { jobId, productId, succeeded: state === 'SUCCEEDED', coreHours, endedAt: at } };
}
