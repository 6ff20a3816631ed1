import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const LicenceModel = graphqlEnum('LicenceModel', 'What one pays for when using a product.', {
  FREE: 'Nothing.',
  PER_SEAT: 'Each person who may use it.',
  FLOATING: 'Each use at the same time, by whomever.',
  PER_CORE_HOUR: 'Each hour of each processor core that computes with it.',
  SUBSCRIPTION: 'A stretch of time.',
  BRING_YOUR_OWN: 'Nothing here: one brings a licence bought elsewhere.',
});
export type LicenceModel = EnumValue<typeof LicenceModel>;

export const BillingType = graphqlEnum('BillingType', 'When a part of a plan is charged.', {
  FIXED: 'Every period, the same.',
  ONE_TIME: 'Once, at the beginning.',
  USAGE: 'For what was used.',
  LIMIT: 'For the limit that was agreed, used or not.',
});
export type BillingType = EnumValue<typeof BillingType>;
