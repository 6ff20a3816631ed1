import type { ConsumerDefinition } from '../../kit/log/consumer.ts';
import { accountIdOf } from '../account/accountId.ts';
import { openAccount } from '../account/openAccount.service.ts';
import { jobFact } from './jobEvents.ts';
import { settleJob, submitJob } from './jobMoney.service.ts';

export const jobConsumerName = 'billingJobs';

/** Money follows the jobs: set aside when one is submitted, taken and given back when it has ended. */
export function jobConsumer(sample: boolean): ConsumerDefinition {
  return {
    name: jobConsumerName,
    source: 'jobs',
    topics: ['job'],
    keysOf({ type, payload }) {
      const known = jobFact(type, payload);
      return known === null ? [] : [accountIdOf(known.fact.projectId)];
    },
    async handle(event, tx) {
      const known = jobFact(event.type, event.payload);
      if (known === null) return;
      if (known.kind === 'ended') return await settleJob(tx, known.fact);
      // The project may have been declared a moment ago, and its event not be read yet.
      await openAccount(tx, known.fact.projectId, { at: event.occurredAt, sample });
      await submitJob(tx, known.fact);
    },
  };
}
