import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { BigInt64 } from '../../kit/schema/bigInt.ts';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import type { NetworkContext } from '../context.ts';
import type { UtilizationValue } from '../telemetry/utilization.loader.ts';
import { AccessCircuit, Center, Link, Utilization } from './link.type.ts';
import { NetworkNode } from './node.type.ts';
import type { AccessCircuitRow, LinkRow, NodeRow } from './topology.row.ts';

@Resolver(() => Center)
export class CenterAccessResolver {
  @VisibleTo('EVERYONE')
  @FieldResolver(() => AccessCircuit, {
    nullable: true,
    description: 'How it is joined to the network; null when it is not, or nobody has said how.',
  })
  async accessCircuit(
    @Root() center: { readonly id: string },
    @Ctx() { loaders }: NetworkContext,
  ): Promise<AccessCircuitRow | null> {
    return (await loaders.topology()).circuits.get(center.id) ?? null;
  }
}

const linkOf = async (circuit: AccessCircuitRow, { loaders }: NetworkContext): Promise<LinkRow | undefined> =>
  (await loaders.topology()).links.get(circuit.linkId);

@Resolver(() => AccessCircuit)
export class AccessCircuitResolver {
  @FieldResolver(() => BigInt64, {
    nullable: true,
    description: 'Bits per second that it can carry in each direction; null when that is not known.',
  })
  async capacityBps(@Root() circuit: AccessCircuitRow, @Ctx() context: NetworkContext): Promise<number | null> {
    return (await linkOf(circuit, context))?.capacityBps ?? null;
  }

  @FieldResolver(() => NetworkNode, { description: 'The node that it joins.' })
  async node(@Root() circuit: AccessCircuitRow, @Ctx() { loaders }: NetworkContext): Promise<NodeRow | undefined> {
    return (await loaders.topology()).nodes.get(circuit.nodeId);
  }

  @FieldResolver(() => Link, { description: 'It as a line of the network, with its state and alarms.' })
  link(@Root() circuit: AccessCircuitRow, @Ctx() context: NetworkContext): Promise<LinkRow | undefined> {
    return linkOf(circuit, context);
  }

  @FieldResolver(() => Utilization, {
    nullable: true,
    description: 'Its load as the mean over the last seconds; null when nothing was measured in them.',
  })
  async utilization(
    @Root() circuit: AccessCircuitRow,
    @Arg('windowSeconds', () => Int, {
      defaultValue: 300,
      description: 'How many seconds the mean goes back: 10 to 14400.',
    })
    windowSeconds: number,
    @Ctx() context: NetworkContext,
  ): Promise<UtilizationValue | null> {
    const link = await linkOf(circuit, context);
    return link === undefined ? null : context.loaders.utilization(link, windowSeconds);
  }
}
