import { Directive, Field, ObjectType } from 'type-graphql';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Node } from '../../kit/schema/node.ts';
import { EndpointKind } from './endpoint.enum.ts';

/** A place that data can be moved from and to. Its center and node are added by the resolver. */
@Directive('@key(fields: "id")')
@ObjectType({ description: 'A storage that data can be moved from and to.', implements: Node, simpleResolvers: true })
export class Endpoint {
  readonly id!: string;

  @VisibleTo('EVERYONE')
  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @VisibleTo('EVERYONE')
  @Field(() => EndpointKind, { description: 'What kind of storage it is.' })
  readonly kind!: EndpointKind;

  @VisibleTo('EVERYONE')
  @Field(() => String, { nullable: true, description: 'Region of the public cloud; null for other kinds.' })
  readonly region!: string | null;

  @VisibleTo('EVERYONE')
  @Field(() => Boolean, {
    description: 'True when no bytes are behind it: transfers from and to it are simulated too.',
  })
  readonly simulated!: boolean;
}
