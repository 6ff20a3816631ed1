import { z } from 'zod';
import type { ConsumerDefinition } from '../../kit/log/consumer.ts';
import { accountIdOf } from './accountId.ts';
import { openAccount } from './openAccount.service.ts';

const declared = z.object({ projectId: z.string().min(1) });

/** Opens an account for every project that the accounts subgraph declares. */
export function projectConsumer(sample: boolean): ConsumerDefinition {
  return {
    name: 'billingProjects',
    source: 'accounts',
    topics: ['project'],
    keysOf: ({ type, payload }) => (type === 'ProjectDeclared' ? [accountIdOf(declared.parse(payload).projectId)] : []),
    async handle(event, tx) {
      if (event.type !== 'ProjectDeclared') return;
      await openAccount(tx, declared.parse(event.payload).projectId, { at: event.occurredAt, sample });
    },
  };
}
