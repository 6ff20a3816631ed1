export const people = [
  { __typename: 'Person', id: '1', name: 'Ada', age: 36 },
  { __typename: 'Person', id: '2', name: null, age: 40 },
];
export const robots = [{ __typename: 'Robot', id: '3', name: 'Rob', maker: people[0] }];
export const articles = [
  { id: '1', text: 'a', author: people[0], signer: people[1], source: robots[0] },
  { id: '2', text: 'b', author: people[1], signer: robots[0], source: people[0] },
  { id: '3', text: null, author: null, signer: null, source: null },
];
export const byId = ({ id }: { readonly id: string }) => [...people, ...robots].find((one) => one.id === id);
export const articleOf = ({ id }: { readonly id: string }) => articles.find((one) => one.id === id);
