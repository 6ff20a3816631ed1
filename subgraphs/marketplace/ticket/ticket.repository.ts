import { and, inArray, notInArray, type SQL } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { countLists, type ListTable, readPages } from '../../kit/database/readPages.ts';
import type { PagedList } from '../../kit/pageLoader.ts';
import { tickets } from '../tables.ts';
import type { TicketRow } from './ticket.row.ts';

const ofProjects: ListTable<typeof tickets> = {
  table: tickets,
  key: tickets.projectId,
  createdAt: tickets.createdAt,
  id: tickets.id,
  order: 'newestFirst',
};
const ofJobs: ListTable<typeof tickets> = { ...ofProjects, key: tickets.jobId };

const over = ['REJECTED', 'RESOLVED', 'CLOSED', 'CANCELLED'] as const;

function isOpen(open: boolean | null): SQL | undefined {
  if (open === null) return undefined;
  return open ? notInArray(tickets.state, [...over]) : inArray(tickets.state, [...over]);
}

/** Tickets, newest first; of these projects only, unless null. */
export function ticketRepository(db: Database) {
  const list = (
    table: ListTable<typeof tickets>,
    where: SQL | undefined,
    named: Pick<PagedList<TicketRow>, 'name' | 'keyOf'>,
  ): PagedList<TicketRow> => ({
    ...named,
    rows: (keys, request) => readPages(db, table, keys, request, where),
    lengths: (keys) => countLists(db, table, keys, where),
    placeOf: (row) => row,
  });
  const within = (projectIds: readonly string[] | null): SQL | undefined =>
    projectIds === null ? undefined : inArray(tickets.projectId, [...projectIds]);
  return {
    /** All of a project, or those that still want an answer, or the others. */
    ofProject: (projectIds: readonly string[] | null, open: boolean | null): PagedList<TicketRow> =>
      list(ofProjects, and(within(projectIds), isOpen(open)), {
        name: 'ticketsByProject',
        keyOf: ({ projectId }) => projectId,
      }),

    ofJob: (projectIds: readonly string[] | null): PagedList<TicketRow> =>
      list(ofJobs, within(projectIds), { name: 'ticketsByJob', keyOf: ({ jobId }) => jobId ?? '' }),
  };
}
export type TicketRepository = ReturnType<typeof ticketRepository>;
