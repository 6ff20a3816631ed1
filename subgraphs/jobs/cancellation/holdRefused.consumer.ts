import { z } from 'zod';
import type { Clock } from '../../../lib/clock.ts';
import type { ConsumerDefinition } from '../../kit/log/consumer.ts';
import type { LoggedEvent } from '../../kit/log/event.ts';
import { lockJob } from '../job/job.repository.ts';
import { isTerminal } from '../job/jobState.ts';
import { takeSteps } from '../job/jobTransition.service.ts';

const form = z.object({ jobId: z.string().min(1) });

/** The job that there is no money for; null when the event tells something else. */
function jobIdOf({ type, payload }: LoggedEvent): string | null {
  return type === 'HoldRefused' ? form.parse(payload).jobId : null;
}

/** Ends jobs that their project cannot pay, unless they have started: what runs is not taken away. */
export function holdRefusedConsumer(clock: Clock): ConsumerDefinition {
  return {
    name: 'holdRefused',
    source: 'billing',
    topics: ['billingAccount'],
    keysOf(event) {
      const jobId = jobIdOf(event);
      return jobId === null ? [] : [jobId];
    },
    async handle(event, tx) {
      const jobId = jobIdOf(event);
      const job = jobId === null ? null : await lockJob(tx, jobId);
      if (job === null || isTerminal(job.state) || job.state === 'COMPLETING' || job.startedAt !== null) return;
      const at = clock.now();
      await takeSteps(tx, job, [{ state: 'COMPLETING', at, reason: 'InsufficientFunds', source: 'weft' }]);
    },
  };
}
