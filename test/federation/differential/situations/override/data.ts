export const bills = [
  { id: '1', amount: 5, paid: true, payer: 'a', note: 'x' },
  { id: '2', amount: 7, paid: false, payer: null, note: null },
];
export const billOf = ({ id }: { readonly id: string }) => bills.find((bill) => bill.id === id);
