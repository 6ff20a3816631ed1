import type { TicketState } from './ticket.enum.ts';

/** A ticket as it is kept. */
export interface TicketRow {
  readonly id: string;
  readonly title: string;
  readonly state: TicketState;
  /** Whose members may read it. */
  readonly projectId: string;
  readonly jobId: string | null;
  readonly createdAt: Date;
}
