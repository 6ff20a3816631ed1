import type { TicketState } from './ticket.enum.ts';

/** A ticket as it is kept. */
export interface TicketRow {
  readonly id: string;
  readonly projectId: string;
  readonly jobId: string | null;
  readonly title: string;
  readonly state: TicketState;
  readonly createdAt: Date;
}
