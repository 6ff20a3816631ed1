import { type EnumValue, graphqlEnum } from './graphqlEnum.ts';

/** One scale for incidents of centers and alarms of links, so that a client can sort them together. */
export const Severity = graphqlEnum('Severity', 'How much something hurts the work of users.', {
  INFO: 'Worth knowing; nothing is affected.',
  MINOR: 'Some work is slower or has to be repeated.',
  MAJOR: 'A part of a center or of the network cannot be used.',
  CRITICAL: 'A whole center cannot be used, or not be reached.',
});
export type Severity = EnumValue<typeof Severity>;
