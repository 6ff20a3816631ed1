import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type Connection, pageArguments } from '../../kit/pagination.ts';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import type { MarketplaceContext } from '../context.ts';
import { afterSays, firstSays, mostOnAPage } from '../pageInput.ts';
import { TicketFilterInput } from './ticket.input.ts';
import type { TicketRow } from './ticket.row.ts';
import { Job, Project, TicketConnection } from './ticket.type.ts';

const whoReads = 'Empty for who is neither a member of the project nor support.';

@Resolver(() => Project)
export class ProjectTicketsResolver {
  @FieldResolver(() => TicketConnection, {
    description: `Questions and complaints of the project, newest first. ${whoReads}`,
  })
  async tickets(
    @Root() project: EntityReference,
    @Arg('first', () => Int, { nullable: true, description: firstSays }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true, description: afterSays }) after: string | null | undefined,
    @Arg('filter', () => TicketFilterInput, { nullable: true, description: 'Which of them; all when absent.' })
    filter: TicketFilterInput | null | undefined,
    @Ctx() { loaders }: MarketplaceContext,
  ): Promise<Connection<TicketRow>> {
    return loaders.ticketsByProject(filter?.open ?? null)(project.id, pageArguments({ first, after }, mostOnAPage));
  }
}

@Resolver(() => Job)
export class JobTicketsResolver {
  @FieldResolver(() => TicketConnection, {
    description: `Questions and complaints about the job, newest first. ${whoReads}`,
  })
  async tickets(
    @Root() job: EntityReference,
    @Arg('first', () => Int, { nullable: true, description: firstSays }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true, description: afterSays }) after: string | null | undefined,
    @Ctx() { loaders }: MarketplaceContext,
  ): Promise<Connection<TicketRow>> {
    return loaders.ticketsByJob(job.id, pageArguments({ first, after }, mostOnAPage));
  }
}
