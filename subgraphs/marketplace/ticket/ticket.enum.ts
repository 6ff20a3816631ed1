import { type EnumValue, graphqlEnum } from '../../kit/schema/graphqlEnum.ts';

export const TicketState = graphqlEnum('TicketState', 'How far a question or complaint has got.', {
  ACKNOWLEDGED: 'It was received.',
  REJECTED: 'It is not for this place.',
  PENDING: 'It waits for who asked.',
  HELD: 'It waits for somebody else.',
  IN_PROGRESS: 'Somebody works on it.',
  RESOLVED: 'It was answered; who asked may still object.',
  CLOSED: 'It is over.',
  CANCELLED: 'Who asked withdrew it.',
});
export type TicketState = EnumValue<typeof TicketState>;
