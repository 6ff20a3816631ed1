import type { Situation } from '../../situation.ts';
import { priceIn, type traders } from './data.ts';
import { people } from './people.ts';
import { trading } from './trading.ts';

type Trader = (typeof traders)[number];
interface Held {
  readonly id: string;
  readonly holder: Trader;
}

/** Arguments that come from an object further up, whose fields are another subgraph's. */
export const fromContext: Situation = {
  name: 'from-context',
  subgraphs: { people, trading },
  monolith: {
    Query: people.resolvers?.['Query'],
    Trader: { stocks: (holder: Trader) => holder.stocks.map((stock) => ({ ...stock, holder })) },
    Stock: {
      price: ({ id, holder }: Held, { loud }: { readonly loud: boolean | null }) =>
        `${priceIn(id, holder)}${loud === true ? '!' : ''}`,
    },
  },
};
