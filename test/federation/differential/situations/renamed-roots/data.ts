let writes = 0;
export const reset = (): void => {
  writes = 0;
};
export const write = () => {
  writes += 1;
  return { id: String(writes), text: `written ${writes}` };
};
export const notes = [
  { id: '1', text: 'a' },
  { id: '2', text: null },
];
export const noteOf = ({ id }: { readonly id: string }) => notes.find((note) => note.id === id) ?? { id, text: 'new' };
export const lengthOf = ({ id }: { readonly id: string }) => Number(id) + 1;
