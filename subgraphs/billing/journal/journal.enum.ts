import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const JournalEntryKind = graphqlEnum('JournalEntryKind', 'What an entry of the journal records.', {
  TOP_UP: 'Money was paid in.',
  HOLD: 'Money was set aside for a job.',
  CAPTURE: 'Money that was set aside paid for what the job used.',
  RELEASE: 'Money that was set aside and not needed is available again.',
});
export type JournalEntryKind = EnumValue<typeof JournalEntryKind>;
