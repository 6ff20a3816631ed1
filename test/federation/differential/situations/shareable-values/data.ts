export const places = [
  {
    id: '1',
    at: { lat: 1.5, long: 2, label: { text: 'A', language: null } },
    area: [{ lat: 0, long: 0, label: null }],
    money: { amount: 3, currency: 'EUR' },
  },
  { id: '2', at: null, area: null, money: { amount: 0, currency: 'USD' } },
];
export const placeOf = ({ id }: { readonly id: string }) => places.find((place) => place.id === id);
