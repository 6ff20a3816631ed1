import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { LiveFields } from '../../kit/log/live.ts';
import { type Connection, pageArguments } from '../../kit/pagination.ts';
import { Refusal, type UserErrorValue } from '../../kit/refusal.ts';
import { AfterArg, MinIntervalArg } from '../../kit/schema/liveArguments.ts';
import { Live } from '../../kit/schema/liveDirectives.ts';
import type { NetworkContext } from '../context.ts';
import { CancelTransferInput, StartTransferInput, TransferFilterInput } from './transfer.input.ts';
import type { TransferRow } from './transfer.row.ts';
import { requireTransfer } from './transfer.service.ts';
import {
  CancelTransferPayload,
  Project,
  StartTransferPayload,
  Transfer,
  TransferConnection,
  TransferEvent,
} from './transfer.type.ts';
import type { TransferStatusRequest, TransferStatusValue } from './transferStatus.service.ts';

const mostOnAPage = 100;

/** What both mutations answer. */
interface TransferPayload {
  readonly transfer: TransferRow | null;
  readonly userErrors: readonly UserErrorValue[];
}

function payloadOf(result: TransferRow | Refusal): TransferPayload {
  if (result instanceof Refusal) return { transfer: null, userErrors: result.userErrors };
  return { transfer: result, userErrors: [] };
}

@Resolver()
export class TransferRootResolver {
  @Query(() => Transfer, {
    nullable: true,
    description: 'A transfer by id. NOT_FOUND when there is none, or when you are not a member of its project.',
  })
  transfer(
    @Arg('id', () => ID, { description: 'Global id of the transfer.' }) id: string,
    @Ctx() context: NetworkContext,
  ): Promise<TransferRow> {
    return requireTransfer(id, context);
  }

  @Query(() => TransferConnection, { description: 'The transfers of your projects, the newest first.' })
  async transfers(
    @Arg('first', () => Int, { nullable: true, description: 'How many to show, 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor after which to continue.' })
    after: string | null,
    @Arg('filter', () => TransferFilterInput, { nullable: true, description: 'Which of them; all when absent.' })
    filter: TransferFilterInput | null,
    @Ctx() { services, viewer }: NetworkContext,
  ): Promise<Connection<TransferRow>> {
    return services.transfers.list(viewer, filter ?? {}, pageArguments({ first, after }, mostOnAPage));
  }

  @Mutation(() => StartTransferPayload, {
    description:
      'Moves a file or a folder from one storage to another. The answer comes when it is queued; `transferStatus` tells how it goes on.',
  })
  async startTransfer(
    @Arg('input', () => StartTransferInput, { description: 'What to move, and where to.' }) input: StartTransferInput,
    @Ctx() { services, viewer }: NetworkContext,
  ): Promise<TransferPayload> {
    return payloadOf(await services.transfers.start(viewer, input));
  }

  @Mutation(() => CancelTransferPayload, {
    description:
      'Ends a transfer before its time. Files that have arrived stay at the destination, half ones are removed.',
  })
  async cancelTransfer(
    @Arg('input', () => CancelTransferInput, { description: 'Which transfer.' }) input: CancelTransferInput,
    @Ctx() { services, viewer }: NetworkContext,
  ): Promise<TransferPayload> {
    return payloadOf(await services.transfers.cancel(viewer, input));
  }

  @Live({ mode: 'STATE', key: 'transfer.id transfer.state' })
  @Subscription(() => TransferEvent, {
    description:
      'One transfer: as it is at the beginning, then at each change of its state and, at most twice a second, as it moves on. With `after` it continues exactly after that event.',
    subscribe: ({ args, context }: { args: TransferStatusRequest; context: NetworkContext }) =>
      context.services.transferStatus.watch(context.viewer, args),
  })
  transferStatus(
    @Root() event: TransferStatusValue & LiveFields,
    @Arg('id', () => ID, { description: 'Global id of the transfer.' }) _id: string,
    @MinIntervalArg('Changes of its state') _minIntervalSeconds: number | null,
    @AfterArg() _after: string | null,
  ): TransferStatusValue & LiveFields {
    return event;
  }
}

@Resolver(() => Project)
export class ProjectTransfersResolver {
  @FieldResolver(() => TransferConnection, {
    description: 'Its transfers, the newest first; empty for who is not a member of it.',
  })
  async transfers(
    @Root() project: { readonly id: string },
    @Arg('first', () => Int, { nullable: true, description: 'How many to show, 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Cursor after which to continue.' })
    after: string | null,
    @Arg('filter', () => TransferFilterInput, { nullable: true, description: 'Which of them; all when absent.' })
    filter: TransferFilterInput | null,
    @Ctx() { loaders }: NetworkContext,
  ): Promise<Connection<TransferRow>> {
    return loaders.transfersOfProject(project.id, filter ?? {}, pageArguments({ first, after }, mostOnAPage));
  }
}
