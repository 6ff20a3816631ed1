import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const BillingAccountState = graphqlEnum('BillingAccountState', 'Whether an account pays for new work.', {
  ACTIVE: 'It pays for new work as far as its money goes.',
  BLOCKED: 'It pays for no new work until it is unblocked.',
  CLOSED: 'It is closed for good.',
});
export type BillingAccountState = EnumValue<typeof BillingAccountState>;
