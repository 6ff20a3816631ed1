import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const PriceUnit = graphqlEnum('PriceUnit', 'What a price is for.', {
  CORE_HOUR: 'One processor core for one hour.',
  NODE_HOUR: 'One whole node for one hour.',
  ACCELERATOR_HOUR: 'One accelerator for one hour.',
  MEMORY_GIBIBYTE_HOUR: 'One GiB of memory for one hour.',
});
export type PriceUnit = EnumValue<typeof PriceUnit>;
