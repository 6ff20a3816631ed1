import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { VisibleTo } from '../../kit/schema/liveDirectives.ts';
import { Node } from '../../kit/schema/node.ts';
import { PartitionState } from '../center/center.enum.ts';

/** What accelerators each node of a partition has. */
@ObjectType({ description: 'The accelerators of each node of a partition.', simpleResolvers: true })
export class PartitionAccelerator {
  @Field(() => String, { description: 'Who makes it; "Simulated" at simulated centers.' })
  readonly vendor!: string;

  @Field(() => String, { description: 'Name of the model.' })
  readonly model!: string;

  @Field(() => Int, { description: 'How many of them each node has.' })
  readonly perNode!: number;
}

/** Nodes of one kind, with the limits of the jobs there. Its center is added by the resolver. */
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    'Nodes of one kind at a center, with the limits of the jobs that run on them. A job is submitted to a partition.',
  implements: Node,
  simpleResolvers: true,
})
export class Partition {
  readonly id!: string;

  @VisibleTo('EVERYONE')
  @Field(() => String, { description: 'Its name at the center, e.g. "cpu".' })
  readonly name!: string;

  @VisibleTo('EVERYONE')
  @Field(() => PartitionState, { description: 'Whether it takes jobs.' })
  readonly state!: PartitionState;

  @VisibleTo('EVERYONE')
  @Field(() => Boolean, { description: 'True for the one that takes jobs which name no partition.' })
  readonly isDefault!: boolean;

  @VisibleTo('EVERYONE')
  @Field(() => Int, { description: 'How many nodes it has.' })
  readonly nodes!: number;

  @VisibleTo('EVERYONE')
  @Field(() => Int, { description: 'Processor cores of each node.' })
  readonly coresPerNode!: number;

  @VisibleTo('EVERYONE')
  @Field(() => Int, { description: 'Memory of each node that jobs can have, in mebibytes (2^20 bytes).' })
  readonly memoryMebibytesPerNode!: number;

  @VisibleTo('EVERYONE')
  @Field(() => PartitionAccelerator, {
    nullable: true,
    description: 'The accelerators of each node; null when it has none.',
  })
  readonly accelerator!: PartitionAccelerator | null;

  @VisibleTo('EVERYONE')
  @Field(() => Int, { description: 'The most nodes that one job may have.' })
  readonly maxNodes!: number;

  @VisibleTo('EVERYONE')
  @Field(() => Int, { description: 'The longest time, in seconds, that one job may ask for.' })
  readonly maxTimeLimitSeconds!: number;
}

/** Partitions under one workload manager. They are added by the resolver. */
@ObjectType({ description: 'Machines under one workload manager.', implements: Node, simpleResolvers: true })
export class Cluster {
  readonly id!: string;

  @Field(() => String, { description: 'Its name at the center.' })
  readonly name!: string;

  @Field(() => String, {
    description:
      'Family of its workload manager; "simulated" where there is none, "local" for the one that runs jobs on this machine.',
  })
  readonly scheduler!: string;
}
