export const films = [
  { __typename: 'Film', id: '1', code: 11, title: 'One', state: 'OPEN', score: 4 },
  { __typename: 'Film', id: '2', code: 12, title: null, state: 'DRAFT', score: null },
];
export const drafts = [{ __typename: 'Draft', id: '3', words: 5 }];
export const filmOf = (key: { readonly id?: string; readonly code?: number }) =>
  films.find(({ id, code }) => id === key.id || code === key.code);
