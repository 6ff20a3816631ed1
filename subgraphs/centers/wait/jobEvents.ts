import { z } from 'zod';
import type { LoggedEvent } from '../../kit/log/event.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const id = z.string().min(1);

const submitted = z.object({ jobId: id, centerId: id, submittedAt: moment });
const changed = z.object({ jobId: id, centerId: id, terminal: z.boolean(), startedAt: moment.nullable() });

/** What an event of a job says about its wait. */
export type WaitFact =
  | { readonly kind: 'begun'; readonly jobId: string; readonly centerId: string; readonly at: Date }
  | { readonly kind: 'ended'; readonly jobId: string; readonly centerId: string; readonly at: Date }
  | { readonly kind: 'abandoned'; readonly jobId: string };

/** The fact about waiting in an event of the jobs subgraph, null when there is none. Throws when the event has another form. */
export function waitFact({ type, payload }: LoggedEvent): WaitFact | null {
  if (type === 'JobSubmitted') {
    const { jobId, centerId, submittedAt } = submitted.parse(payload);
    return { kind: 'begun', jobId, centerId, at: submittedAt };
  }
  if (type === 'JobStateChanged') {
    const { jobId, centerId, startedAt, terminal } = changed.parse(payload);
    if (startedAt !== null) return { kind: 'ended', jobId, centerId, at: startedAt };
    return terminal ? { kind: 'abandoned', jobId } : null;
  }
  return null;
}
