import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type Connection, pageArguments } from '../../kit/pagination.ts';
import type { AccountsContext } from '../context.ts';
import type { UserRow } from '../user/user.row.ts';
import { User } from '../user/user.type.ts';
import type { AuditEventRow } from './auditEvent.row.ts';
import { AuditEvent, AuditEventConnection, Job } from './auditEvent.type.ts';

const mostOnAPage = 100;

@Resolver(() => AuditEvent)
export class AuditEventResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who did it; null when it was no person.' })
  actor(@Root() event: AuditEventRow, @Ctx() { loaders }: AccountsContext): Promise<UserRow | null> | null {
    return event.actorId === null ? null : loaders.userById.load(event.actorId);
  }
}

@Resolver(() => Job)
export class JobAuditResolver {
  @FieldResolver(() => AuditEventConnection, {
    description:
      'What was done to the job, oldest first: its submission, what people did to it, its end. Empty for who is neither a member of its project nor an auditor.',
  })
  async auditTrail(
    @Root() job: { readonly id: string },
    @Arg('first', () => Int, { nullable: true, description: 'How many to show, 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor after which to continue.' })
    after: string | null,
    @Ctx() { loaders }: AccountsContext,
  ): Promise<Connection<AuditEventRow>> {
    return loaders.auditTrail(job.id, pageArguments({ first, after }, mostOnAPage));
  }
}
