import type { ConsumerDefinition } from '../../kit/log/consumer.ts';
import { recordRun } from '../usage/usage.repository.ts';
import { jobFact } from './jobEvents.ts';
import { rememberJob } from './knownJob.repository.ts';

/** Learns from the jobs which project each belongs to, and how much the products are used. */
export const jobConsumer: ConsumerDefinition = {
  name: 'marketplaceJobs',
  source: 'jobs',
  topics: ['job'],
  keysOf: () => [],
  async handle(event, tx) {
    const fact = jobFact(event);
    if (fact === null) return;
    if (fact.kind === 'submitted') return rememberJob(tx, fact.job);
    await recordRun(tx, fact.run);
  },
};
