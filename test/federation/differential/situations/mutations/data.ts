let log: string[] = [];
export const reset = (): void => {
  log = [];
};

/** Each step sees how many came before it. */
export const step = (name: string, id: string) => {
  log.push(`${name}${id}`);
  return { id, seen: [...log] };
};
export const balanceOf = ({ id }: { readonly id: string }) => Number(id) * 10;
export const labelOf = ({ id }: { readonly id: string }) => (id === '2' ? null : `no. ${id}`);
