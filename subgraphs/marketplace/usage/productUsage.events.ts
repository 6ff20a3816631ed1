import { z } from 'zod';
import type { ConsumerDefinition } from '../../kit/log/consumer.ts';
import { recordProductJob } from './productUsage.repository.ts';
import type { UsageOutcome } from './productUsage.row.ts';

const jobEnded = z.object({
  jobId: z.string(),
  state: z.string(),
  at: z.iso.datetime({ offset: true }),
  terminal: z.boolean(),
  endedAt: z.iso.datetime({ offset: true }).nullish(),
  software: z.object({ productId: z.string() }).nullish(),
  /** Null for a job that never started. */
  usage: z.object({ coreHours: z.string().regex(/^\d{1,30}(\.\d{1,18})?$/) }).nullish(),
});

function outcomeOf(state: string): UsageOutcome {
  return state === 'SUCCEEDED' || state === 'CANCELLED' ? state : 'FAILED';
}

/** Counts, for each product, the jobs that ran with it and have ended. */
export const countUsage: ConsumerDefinition = {
  name: 'countUsage',
  source: 'jobs',
  topics: ['job'],
  keysOf: () => [],
  async handle(event, tx) {
    if (event.type !== 'JobStateChanged') return;
    const { jobId, state, at, terminal, endedAt, software, usage } = jobEnded.parse(event.payload);
    if (!terminal || software == null || usage == null) return;
    await recordProductJob(tx, {
      jobId,
      productId: software.productId,
      endedAt: new Date(endedAt ?? at),
      outcome: outcomeOf(state),
      coreHours: usage.coreHours,
    });
  },
};
