export interface Person {
  readonly id: string;
  readonly email: string;
  readonly badge: number;
  readonly name: string | null;
  readonly salary: number | null;
  readonly desk: string;
  readonly boss: string | null;
}

export const people: readonly Person[] = [
  { id: '1', email: 'a@x', badge: 11, name: 'Ada', salary: 10, desk: 'north', boss: null },
  { id: '2', email: 'b@x', badge: 12, name: null, salary: null, desk: 'south', boss: '1' },
  { id: '3', email: 'c@x', badge: 13, name: 'Cy', salary: 7, desk: 'north', boss: '2' },
];

/** The person of whichever key the reference carries. */
export const personOf = (key: Partial<Person>): Person | undefined =>
  people.find(({ id, email, badge }) => key.id === id || key.email === email || key.badge === badge);
