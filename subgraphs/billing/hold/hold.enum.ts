import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const HoldState = graphqlEnum('HoldState', 'What became of the money set aside for a job.', {
  PLACED: 'It is set aside until the job has ended.',
  CAPTURED: 'It paid for what the job used; the rest is available again.',
  RELEASED: 'The job used nothing that costs; all of it is available again.',
  REFUSED: 'So much was not available: the job must not run.',
});
export type HoldState = EnumValue<typeof HoldState>;
