import type { ReferenceResolver, SubgraphDefinition } from '../kit/subgraph.ts';
import { accountService } from './account/account.service.ts';
import { BilledProjectResolver, BillingAccountResolver } from './account/billingAccount.resolver.ts';
import { projectConsumer } from './account/project.consumer.ts';
import type { BillingContext } from './context.ts';
import { BilledJobResolver } from './job/billedJob.resolver.ts';
import { billedJobService } from './job/billedJob.service.ts';
import { jobConsumer, jobConsumerName } from './job/job.consumer.ts';
import { JournalEntryResolver } from './journal/journalEntry.resolver.ts';
import { billingLoaders } from './loaders.ts';
import { priceConsumer } from './price/price.consumer.ts';
import { ChargeResolver, PricedPartitionResolver } from './price/price.resolver.ts';
import { PricedPartition } from './price/priceRule.type.ts';
import { writeSample } from './sample.ts';

/** An entity of another subgraph that fields are added to: whether it is there is for its owner to say. */
const known: ReferenceResolver<BillingContext> = ({ id }) => (typeof id === 'string' ? { id } : null);

const accountReference: ReferenceResolver<BillingContext> = ({ id }, { accounts }) =>
  typeof id === 'string' ? accounts.visible(id) : null;

/** The money: accounts of projects, prices, what jobs hold and owe, all by double entry. */
export const billing: SubgraphDefinition<BillingContext> = {
  name: 'billing',
  migrations: new URL('./migrations/', import.meta.url),
  resolvers: [
    BillingAccountResolver,
    BilledProjectResolver,
    BilledJobResolver,
    JournalEntryResolver,
    PricedPartitionResolver,
    ChargeResolver,
  ],
  orphanedTypes: [PricedPartition],
  references: { BillingAccount: accountReference, Project: known, Partition: known, Job: known },
  async open({ db, clock, settings, consumer }) {
    const { sample, simulationSeed } = settings;
    return {
      context({ viewer, requestId }) {
        const loaders = billingLoaders(db, clock.now());
        const accounts = accountService(db, viewer, loaders);
        const jobs = billedJobService(viewer, loaders, () => consumer(jobConsumerName));
        return { viewer, requestId, loaders, accounts, jobs };
      },
      consumers: [projectConsumer(sample), priceConsumer(simulationSeed), jobConsumer(sample)],
      async start() {
        if (sample) await writeSample(db, clock.now());
      },
      close: () => Promise.resolve(),
    };
  },
};
