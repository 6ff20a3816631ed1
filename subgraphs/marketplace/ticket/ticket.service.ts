import { isMemberOf, type Viewer } from '../../../lib/viewer.ts';
import type { RunningConsumer } from '../../kit/log/consumer.ts';
import { type Connection, page, pageArguments } from '../../kit/pagination.ts';
import type { MarketplaceLoaders } from '../loaders.ts';
import type { TicketRow } from './ticket.row.ts';

const mostPerPage = 100;
/** A job of a moment ago may not be known here yet. */
const waitForJobMs = 500;

/** Arguments of a list of tickets. */
export interface TicketListArguments {
  readonly first: number | null | undefined;
  readonly after: string | null | undefined;
}

/** Who asks, and with what. */
export interface TicketAsker {
  readonly viewer: Viewer;
  readonly loaders: MarketplaceLoaders;
}

/** Lists of tickets. To who is no member they are empty, as those of what does not exist. All throw ClientError BAD_USER_INPUT and BAD_CURSOR. */
export interface TicketService {
  /** Those of a project; only the open ones (true), only those that are done (false), or all (null). */
  ofProject(
    asker: TicketAsker,
    projectId: string,
    options: TicketListArguments & { readonly open: boolean | null },
  ): Promise<Connection<TicketRow>>;
  /** Those about a job. Waits up to half a second for a job that is not known yet. */
  ofJob(asker: TicketAsker, jobId: string, options: TicketListArguments): Promise<Connection<TicketRow>>;
}

/** Tickets as the graph lists them; `jobs` is the consumer that learns of jobs. */
export function ticketService(jobs: () => Pick<RunningConsumer, 'caughtUp'>): TicketService {
  const nothing = (request: ReturnType<typeof pageArguments>): Connection<TicketRow> =>
    page<TicketRow>([], request, ({ createdAt, id }) => ({ createdAt, id }), 0);

  const projectOf = async (jobId: string, { jobById }: MarketplaceLoaders): Promise<string | null> => {
    const known = await jobById.load(jobId);
    if (known !== null) return known.projectId;
    await jobs().caughtUp(waitForJobMs);
    return (await jobById.clear(jobId).load(jobId))?.projectId ?? null;
  };

  return {
    async ofProject({ viewer, loaders }, projectId, { open, ...input }) {
      const request = pageArguments(input, mostPerPage);
      if (!isMemberOf(viewer, projectId)) return nothing(request);
      return loaders.ticketsByProject(open)(projectId, request);
    },
    async ofJob({ viewer, loaders }, jobId, input) {
      const request = pageArguments(input, mostPerPage);
      if (viewer.kind === 'anonymous') return nothing(request);
      const projectId = await projectOf(jobId, loaders);
      if (projectId === null || !isMemberOf(viewer, projectId)) return nothing(request);
      return loaders.ticketsByJob(jobId, request);
    },
  };
}
