/** An exact amount with its currency. */
export interface MoneyValue {
  readonly amount: string;
  readonly currency: string;
}

/** The amount without zeros that say nothing, but always with two decimals: "12.50", "0.0833". */
export function money(amount: string, currency: string): MoneyValue {
  const [whole = '0', decimals = ''] = amount.split('.');
  return { amount: `${whole}.${decimals.replace(/0+$/, '').padEnd(2, '0')}`, currency };
}
