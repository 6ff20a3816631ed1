import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const TicketState = graphqlEnum('TicketState', 'How far a request for help is on its way to an answer.', {
  ACKNOWLEDGED: 'It has arrived; nobody works on it yet.',
  REJECTED: 'It is not going to be worked on. The end.',
  PENDING: 'It waits for an answer of the one who opened it.',
  HELD: 'It waits for something else.',
  IN_PROGRESS: 'Somebody works on it.',
  RESOLVED: 'There is an answer; it is closed unless somebody objects.',
  CLOSED: 'The answer was accepted. The end.',
  CANCELLED: 'Whoever opened it took it back. The end.',
});
export type TicketState = EnumValue<typeof TicketState>;

/** The states in which somebody still has to do something. */
export const openStates: readonly TicketState[] = ['ACKNOWLEDGED', 'PENDING', 'HELD', 'IN_PROGRESS'];
