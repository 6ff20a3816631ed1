import type { Situation } from '../../situation.ts';
import { banking } from './banking.ts';
import { balanceOf, labelOf, reset } from './data.ts';
import { labelling } from './labelling.ts';

/** Mutations of two subgraphs in one operation: they run one after the other, in the order of the operation. */
export const mutations: Situation = {
  name: 'mutations',
  subgraphs: { banking, labelling },
  monolith: {
    Query: { ...banking.resolvers?.['Query'], ...labelling.resolvers?.['Query'] },
    Mutation: { ...banking.resolvers?.['Mutation'], ...labelling.resolvers?.['Mutation'] },
    Account: { balance: balanceOf, label: ({ id }: { readonly id: string }) => ({ id }) },
    Label: { text: labelOf, account: ({ id }: { readonly id: string }) => ({ id }) },
  },
  reset,
};
