import { z } from 'zod';
import type { ConsumerDefinition } from '../../kit/log/consumer.ts';
import { insertRules } from './priceRule.repository.ts';
import { simulatedPrices } from './simulatedPrices.ts';

const declared = z.object({
  partitions: z.array(z.object({ partitionId: z.string().min(1), accelerator: z.unknown().nullable() })),
});

/** Gives every partition that a center declares its prices, before the first job there. */
export function priceConsumer(simulationSeed: number): ConsumerDefinition {
  return {
    name: 'billingPrices',
    source: 'centers',
    topics: ['center'],
    keysOf: () => [],
    async handle(event, tx) {
      if (event.type !== 'CenterDeclared') return;
      const { partitions } = declared.parse(event.payload);
      const rules = partitions.flatMap(({ partitionId, accelerator }) =>
        simulatedPrices({ partitionId, hasAccelerators: accelerator != null }, simulationSeed),
      );
      await insertRules(tx, rules);
    },
  };
}
