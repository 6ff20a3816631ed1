import { createHash } from 'node:crypto';
import type { PriceRuleRow } from './priceRuleRow.ts';

/** What a price depends on. */
export interface PricedPartition {
  readonly partitionId: string;
  readonly hasAccelerators: boolean;
}

/** Before every job, whatever the clock of the machine says: a job without a price could not be paid. */
const validFrom = new Date('2020-01-01T00:00:00Z');

/** From 0 to 1, the same for the same partition and seed. */
function share(partitionId: string, seed: number): number {
  return createHash('sha256').update(`${seed}:${partitionId}`).digest().readUInt32BE(0) / 2 ** 32;
}

/**
 * Prices of a partition, made up from the seed: no center has said what it takes. CNY per core-hour between 0.04 and 0.12, and per
 * accelerator-hour between 3 and 8.
 */
export function simulatedPrices({ partitionId, hasAccelerators }: PricedPartition, seed: number): PriceRuleRow[] {
  const place = share(partitionId, seed);
  const shared = { partitionId, currency: 'CNY', validFrom, validTo: null, simulated: true };
  const suffix = partitionId.replace(/^partition_/, '');
  const core = { id: `priceRule_${suffix}-core`, unit: 'CORE_HOUR', amount: (0.04 + 0.08 * place).toFixed(2) } as const;
  if (!hasAccelerators) return [{ ...shared, ...core }];
  const amount = (3 + 5 * place).toFixed(2);
  return [
    { ...shared, ...core },
    { ...shared, id: `priceRule_${suffix}-accelerator`, unit: 'ACCELERATOR_HOUR', amount },
  ];
}
