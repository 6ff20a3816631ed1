import { registerEnumType } from 'type-graphql';

/** The values of an enum made by `graphqlEnum`, as a string union. */
export type EnumValue<Enum extends object> = Enum[keyof Enum];

/**
 * Makes a GraphQL enum from one table of values and their descriptions. The result is what `@Field(() => …)` takes;
 * inside, a value is its own name.
 *
 *     export const Colour = graphqlEnum('Colour', 'What it looks like.', { RED: 'Like blood.', GREEN: 'Like grass.' });
 *     export type Colour = EnumValue<typeof Colour>; // 'RED' | 'GREEN'
 */
export function graphqlEnum<const Name extends string>(
  name: string,
  description: string,
  values: Readonly<Record<Name, string>>,
): { readonly [Key in Name]: Key } {
  const entries = Object.entries<string>(values);
  const members = Object.fromEntries(entries.map(([value]) => [value, value])) as { readonly [Key in Name]: Key };
  const valuesConfig = Object.fromEntries(entries.map(([value, says]) => [value, { description: says }])) as Record<
    Name,
    { description: string }
  >;
  registerEnumType(members, { name, description, valuesConfig });
  return members;
}
