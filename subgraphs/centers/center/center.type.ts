import { Directive, Field, Float, ObjectType } from 'type-graphql';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Node } from '../../kit/schema/node.ts';
import { CenterAccessState, CenterOwnerKind, CenterSchedulingState, CenterServiceKind } from './center.enum.ts';

/** Where something is on the map. */
@ObjectType({ description: 'A place on the map.', simpleResolvers: true })
export class GeoLocation {
  @Field(() => Float, { description: 'Degrees north of the equator (WGS 84).' })
  readonly latitude!: number;

  @Field(() => Float, { description: 'Degrees east of Greenwich (WGS 84).' })
  readonly longitude!: number;

  @Field(() => String, { description: 'The city; the coordinates are those of the city, not of a building.' })
  readonly city!: string;
}

/** A supercomputing center. Its name, parts and live state are added by the resolvers. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'A supercomputing center on the network.', implements: Node, simpleResolvers: true })
export class Center {
  readonly id!: string;

  @VisibleTo('EVERYONE')
  @Field(() => String, { description: 'Short fixed name for addresses and scripts, e.g. "wuxi".' })
  readonly code!: string;

  @VisibleTo('EVERYONE')
  @Field(() => Boolean, {
    description:
      'True when sizes, queues, load, energy and prices of this center are simulated and say nothing about the real one.',
  })
  readonly simulated!: boolean;

  @VisibleTo('EVERYONE')
  @Field(() => CenterOwnerKind, { description: 'Who runs it.' })
  readonly ownerKind!: CenterOwnerKind;

  @VisibleTo('EVERYONE')
  @Field(() => CenterServiceKind, { description: 'What it mainly computes.' })
  readonly serviceKind!: CenterServiceKind;

  @VisibleTo('EVERYONE')
  @Field(() => CenterAccessState, { description: 'How far it has joined the network.' })
  readonly accessState!: CenterAccessState;

  @VisibleTo('EVERYONE')
  @Field(() => CenterSchedulingState, { description: 'Whether it takes jobs.' })
  readonly schedulingState!: CenterSchedulingState;

  @VisibleTo('EVERYONE')
  @Field(() => GeoLocation, { nullable: true, description: 'Its city; null when it has no fixed place.' })
  readonly location!: GeoLocation | null;
}
