import type { Viewer } from '../../lib/viewer.ts';
import type { AccountService } from './account/account.service.ts';
import type { BilledJobService } from './job/billedJob.service.ts';
import type { BillingLoaders } from './loaders.ts';

/** What resolvers work with: made for one request, or one event of a subscription. */
export interface BillingContext {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly loaders: BillingLoaders;
  readonly accounts: AccountService;
  readonly jobs: BilledJobService;
}
