import { inArray, notInArray, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '../../kit/database/database.ts';
import { countLists, type ListTable, readPages } from '../../kit/database/readPages.ts';
import type { PagedList } from '../../kit/pageLoader.ts';
import { tickets } from '../tables.ts';
import { openStates } from './ticket.enum.ts';
import type { TicketRow } from './ticket.row.ts';

const listBy = (key: PgColumn): ListTable<typeof tickets> => ({
  table: tickets,
  key,
  createdAt: tickets.createdAt,
  id: tickets.id,
  order: 'newestFirst',
});

const byProject = listBy(tickets.projectId);
const byJob = listBy(tickets.jobId);

const placeOf = ({ createdAt, id }: TicketRow) => ({ createdAt, id });

function conditionOf(open: boolean | null): SQL | undefined {
  if (open === null) return undefined;
  return open ? inArray(tickets.state, [...openStates]) : notInArray(tickets.state, [...openStates]);
}

/** The tickets of projects, the newest first: the open ones, those that are done, or (null) all. */
export function ticketsOfProjects(db: Database, open: boolean | null): PagedList<TicketRow> {
  const where = conditionOf(open);
  return {
    name: 'ticketsByProject',
    rows: (projectIds, request) => readPages(db, byProject, projectIds, request, where),
    lengths: (projectIds) => countLists(db, byProject, projectIds, where),
    keyOf: ({ projectId }) => projectId,
    placeOf,
  };
}

/** The tickets about jobs, the newest first. */
export function ticketsOfJobs(db: Database): PagedList<TicketRow> {
  return {
    name: 'ticketsByJob',
    rows: (jobIds, request) => readPages(db, byJob, jobIds, request),
    lengths: (jobIds) => countLists(db, byJob, jobIds),
    keyOf: ({ jobId }) => jobId ?? '',
    placeOf,
  };
}
