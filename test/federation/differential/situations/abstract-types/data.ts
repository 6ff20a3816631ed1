const cat = { __typename: 'Cat', id: '1', name: 'Tom', lives: 9 };
const dog = { __typename: 'Dog', id: '2', name: null, barks: true };
const shop = { __typename: 'Shop', id: '3', name: 'Zoo', pets: [cat, null, dog], lead: dog };
const park = { __typename: 'Park', id: '4', name: 'Green', visitors: [[cat, dog], [], [dog, null]] };

const pets = [cat, dog];
export const places = [shop, park];
export const all = [cat, shop, dog, park];
export const found = [[cat, shop], [], [park, null, dog], null];
export const byId = ({ id }: { readonly id: string }) => all.find((one) => one.id === id);
export const favourite = dog;
export const ageOf = ({ id }: { readonly id: string }) => (id === '1' ? 3 : null);
export const friendsOf = ({ id }: { readonly id: string }) => pets.filter((pet) => pet.id !== id);
export const homeOf = ({ id }: { readonly id: string }) => (id === '1' ? shop : park);
export const openOf = ({ id }: { readonly id: string }) => id === '3';
