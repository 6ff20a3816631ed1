import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Connection } from '../../kit/pagination.ts';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import type { MarketplaceContext } from '../context.ts';
import type { TicketRow } from './ticket.row.ts';
import { Job, Project, TicketConnection, TicketFilterInput } from './ticket.type.ts';

/** The tickets of projects. */
@Resolver(() => Project)
export class ProjectTicketsResolver {
  @FieldResolver(() => TicketConnection, {
    description: 'Its requests for help, the newest first. Empty for who is no member.',
  })
  tickets(
    @Root() project: EntityReference,
    @Arg('first', () => Int, { nullable: true, description: 'How many at most: from 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the item after which to begin.' })
    after: string | null,
    @Arg('filter', () => TicketFilterInput, { nullable: true, description: 'Which tickets; all when absent.' })
    filter: TicketFilterInput | null,
    @Ctx() context: MarketplaceContext,
  ): Promise<Connection<TicketRow>> {
    return context.tickets.ofProject(context, project.id, { first, after, open: filter?.open ?? null });
  }
}

/** The tickets about jobs. */
@Resolver(() => Job)
export class JobTicketsResolver {
  @FieldResolver(() => TicketConnection, {
    description: 'The requests for help with it, the newest first. Empty for who is no member of its project.',
  })
  tickets(
    @Root() job: EntityReference,
    @Arg('first', () => Int, { nullable: true, description: 'How many at most: from 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the item after which to begin.' })
    after: string | null,
    @Ctx() context: MarketplaceContext,
  ): Promise<Connection<TicketRow>> {
    return context.tickets.ofJob(context, job.id, { first, after });
  }
}
