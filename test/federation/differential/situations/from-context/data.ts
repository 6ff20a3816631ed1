const stocks = [
  { id: '1', symbol: 'a', worth: 10 },
  { id: '2', symbol: 'b', worth: 20 },
];
export const traders = [
  { id: '1', currency: 'EUR', rate: 2, stocks },
  { id: '2', currency: 'USD', rate: 3, stocks: [stocks[1]] },
];
export const traderOf = ({ id }: { readonly id: string }) => traders.find((trader) => trader.id === id);
export const stockOf = ({ id }: { readonly id: string }) => stocks.find((stock) => stock.id === id);
export const priceIn = (id: string, { currency, rate }: { readonly currency: string; readonly rate: number }) =>
  `${(stockOf({ id })?.worth ?? 0) * rate} ${currency}`;
