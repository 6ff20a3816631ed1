import type { NewEvent } from '../../kit/log/event.ts';
import type { MoneyValue } from '../money.ts';

/** What every event of an account says. */
interface AccountFacts {
  readonly accountId: string;
  readonly projectId: string;
}

export interface BalanceChangedPayload extends AccountFacts {
  readonly balance: MoneyValue;
  readonly held: MoneyValue;
  readonly entryId: string;
  readonly entryKind: string;
  readonly jobId: string | null;
}

export interface HoldPayload extends AccountFacts {
  readonly jobId: string;
  readonly amount: MoneyValue;
}

const topic = 'billingAccount';

/** The money of an account became more or less. */
export const balanceChanged = (payload: BalanceChangedPayload): NewEvent => ({
  topic,
  key: payload.accountId,
  type: 'BalanceChanged',
  payload,
});

/** Money was set aside for a job, was given back, or was not there: then the job must not run. */
export const holdEvent = (type: 'HoldPlaced' | 'HoldReleased' | 'HoldRefused', payload: HoldPayload): NewEvent => ({
  topic,
  key: payload.accountId,
  type,
  payload,
});
