import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const Severity = graphqlEnum('Severity', 'How bad an incident is.', {
  INFO: 'Worth knowing; nothing is affected.',
  MINOR: 'Some work is slower or has to be repeated.',
  MAJOR: 'A part of the center cannot be used.',
  CRITICAL: 'The center cannot be used.',
});
export type Severity = EnumValue<typeof Severity>;

export const IncidentState = graphqlEnum('IncidentState', 'Whether an incident is over.', {
  OPEN: 'It goes on.',
  RESOLVED: 'It is over.',
});
export type IncidentState = EnumValue<typeof IncidentState>;
