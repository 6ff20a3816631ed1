import { Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Node } from '../../kit/schema/node.ts';

/** A build at a center. The center is added by the resolver. */
@ObjectType({ description: 'A build that is installed at a center.', simpleResolvers: true })
export class Installation {
  @Field(() => String, { description: 'What to load there to have it, e.g. "gromacs/2025.0.0-cpu".' })
  readonly modulePath!: string;

  @Field(() => Boolean, { description: 'True when it is only simulated that it is installed there.' })
  readonly simulated!: boolean;
}

/** A build of a version. Its installations are added by the resolver. */
@ObjectType({ description: 'A version, built for one kind of machine.', simpleResolvers: true })
export class Build {
  @Field(() => String, { description: 'The processors that it is for, e.g. "x86_64".' })
  readonly architecture!: string;

  @Field(() => String, { nullable: true, description: 'The accelerators that it is for; null when it uses none.' })
  readonly accelerator!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Digest of its container image, e.g. "sha256:…"; null when there is no image.',
  })
  readonly containerDigest!: string | null;
}

/** A version of a product. Its builds are added by the resolver. */
@ObjectType({ description: 'A version of a product.', implements: Node, simpleResolvers: true })
export class ProductVersion {
  readonly id!: string;

  @Field(() => String, { description: 'Its number of three parts, e.g. "2025.0.0".' })
  readonly semver!: string;

  @Field(() => DateTime, { description: 'Since when it is in the store.' })
  readonly releasedAt!: Date;
}

export const ProductVersionConnection = connectionOf(ProductVersion, 'ProductVersion');
