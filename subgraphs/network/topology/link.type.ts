import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';
import { BigInt64 } from '../../kit/schema/bigInt.ts';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Node } from '../../kit/schema/node.ts';
import { Severity } from '../../kit/schema/severity.ts';
import { AlarmState, IpVersion, LinkKind, LinkState, PathTranslation } from './link.enum.ts';
import { NetworkNode } from './node.type.ts';

/** The load of a link over a time. */
@ObjectType({ description: 'The load of a link, as the mean over a time.', simpleResolvers: true })
export class Utilization {
  @Field(() => Float, { description: 'Bits per second that came in.' })
  readonly inBps!: number;

  @Field(() => Float, { description: 'Bits per second that went out.' })
  readonly outBps!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The busier of the two directions in percent of the capacity; null when the capacity is not known.',
  })
  readonly percent!: number | null;

  @Field(() => DateTime, { description: 'When the last measurement of the mean was made.' })
  readonly measuredAt!: Date;

  @Field(() => Int, { description: 'How many seconds the mean goes back.' })
  readonly windowSeconds!: number;

  @Field(() => Boolean, { description: 'True when the measurements are simulated.' })
  readonly simulated!: boolean;
}

/** Something wrong on a link. */
@ObjectType({ description: 'Something that is or was wrong on a link.', implements: Node, simpleResolvers: true })
export class Alarm {
  readonly id!: string;

  @Field(() => Severity, { description: 'How much it hurts.' })
  readonly severity!: Severity;

  @Field(() => AlarmState, { description: 'Where it is between its beginning and its end.' })
  readonly state!: AlarmState;

  @Field(() => String, { description: 'What is wrong, in a sentence.' })
  readonly summary!: string;

  @Field(() => DateTime, { description: 'When it began.' })
  readonly raisedAt!: Date;
}

/** A link. Its name, ends, load and alarms are added by the resolver. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'A line of the network.', implements: Node, simpleResolvers: true })
export class Link {
  readonly id!: string;

  @VisibleTo('EVERYONE')
  @Field(() => LinkKind, { description: 'What it is for.' })
  readonly kind!: LinkKind;

  @VisibleTo('EVERYONE')
  @Field(() => BigInt64, {
    nullable: true,
    description: 'Bits per second that it can carry in each direction; null when that is not known.',
  })
  readonly capacityBps!: number | null;

  @VisibleTo('EVERYONE')
  @Field(() => LinkState, { description: 'Whether it carries traffic.' })
  readonly state!: LinkState;

  @VisibleTo('EVERYONE')
  @Field(() => Boolean, {
    description:
      'True when its load is simulated. Of the backbone links of 100 Gbit/s, which cities they join is part of the simulation too.',
  })
  readonly simulated!: boolean;
}

/** How a center is joined to the network. */
@ObjectType({
  description: 'How a center is joined to the network.',
  implements: Node,
  simpleResolvers: true,
})
export class AccessCircuit {
  readonly id!: string;

  @Field(() => IpVersion, { description: 'What is spoken on it.' })
  readonly ipVersion!: IpVersion;
}

/** The center's place in the network; the center itself belongs to another subgraph. */
@Directive('@key(fields: "id")')
@ObjectType('Center', { implements: Node, simpleResolvers: true })
export class Center {
  readonly id!: string;
}

/** A way through the network. Its parts are complete values already: nothing is resolved later. */
@ObjectType({ description: 'The way that data takes through the network.', simpleResolvers: true })
export class Path {
  @Field(() => [Link], {
    description: 'Its links in order, the access circuits of both ends included. Empty within one center.',
  })
  readonly links!: readonly Link[];

  @Field(() => [PathHop], { description: 'The nodes that it passes, from the source to the destination.' })
  readonly hops!: readonly PathHop[];

  @Field(() => PathTranslation, { description: 'Whether packets are translated on it.' })
  readonly translation!: PathTranslation;

  @Field(() => IpVersion, { description: 'What is spoken on it.' })
  readonly ipVersion!: IpVersion;

  @Field(() => Link, {
    nullable: true,
    description: 'The link of the smallest capacity; null when none of its links has a known capacity.',
  })
  readonly bottleneck!: Link | null;
}

/** A node on a path. */
@ObjectType({ description: 'A node on a path.', simpleResolvers: true })
export class PathHop {
  @Field(() => NetworkNode, { description: 'The node.' })
  readonly node!: NetworkNode;

  @Field(() => Link, { nullable: true, description: 'The link that leads on from it; null at the last node.' })
  readonly link!: Link | null;
}
