import { type EnumValue, graphqlEnum } from './graphqlEnum.ts';

/** The languages that names and descriptions are kept in. */
export const Locale = graphqlEnum('Locale', 'A language that names are kept in.', {
  ZH: 'Simplified Chinese.',
  EN: 'English.',
});
export type Locale = EnumValue<typeof Locale>;
