import { Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../kit/schema/connection.ts';
import { DateTime } from '../../kit/schema/dateTime.ts';
import { Node } from '../../kit/schema/node.ts';

/** A version of a product. Its builds are added by the resolver. */
@ObjectType({ description: 'A version of a product.', implements: Node, simpleResolvers: true })
export class ProductVersion {
  readonly id!: string;

  @Field(() => String, { description: 'The version in three numbers, e.g. "2025.0.0".' })
  readonly semver!: string;

  @Field(() => DateTime, { description: 'When its makers released it.' })
  readonly releasedAt!: Date;
}

export const ProductVersionConnection = connectionOf(ProductVersion, 'ProductVersion');

/** A version made for one kind of machine. Where it is installed is added by the resolver. */
@ObjectType({ description: 'A version made for one kind of machine.', simpleResolvers: true })
export class Build {
  @Field(() => String, { description: 'The processors that it runs on, e.g. "x86_64".' })
  readonly architecture!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The programming interface of the accelerators that it uses, e.g. "CUDA"; null when it uses none.',
  })
  readonly accelerator!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Digest of its container image, e.g. "sha256:…"; null when there is no image.',
  })
  readonly containerDigest!: string | null;
}

/** A build at a center. */
@ObjectType({ description: 'A build that is installed at a center.', simpleResolvers: true })
export class Installation {
  @Field(() => String, { description: 'What to load there, e.g. "gromacs/2025.0".' })
  readonly modulePath!: string;

  @Field(() => Boolean, { description: 'True when it is simulated and says nothing about the real center.' })
  readonly simulated!: boolean;
}
