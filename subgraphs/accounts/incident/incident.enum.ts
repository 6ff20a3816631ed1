import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const IncidentState = graphqlEnum('IncidentState', 'Whether an incident is over.', {
  OPEN: 'It goes on.',
  RESOLVED: 'It is over.',
});
export type IncidentState = EnumValue<typeof IncidentState>;
