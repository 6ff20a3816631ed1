import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';

/** Whole nodes by what they do. */
@ObjectType({ description: 'Nodes by what they do.', simpleResolvers: true })
export class NodeCapacity {
  @Field(() => Int, { description: 'All nodes.' })
  readonly total!: number;

  @Field(() => Int, { description: 'Nodes with at least one job.' })
  readonly allocated!: number;

  @Field(() => Int, { description: 'Nodes that are free.' })
  readonly idle!: number;

  @Field(() => Int, { description: 'Nodes that cannot be used.' })
  readonly down!: number;
}

/** Processor cores by what they do. */
@ObjectType({ description: 'Processor cores by what they do.', simpleResolvers: true })
export class CoreCapacity {
  @Field(() => Int, { description: 'All cores.' })
  readonly total!: number;

  @Field(() => Int, { description: 'Cores given to jobs.' })
  readonly allocated!: number;

  @Field(() => Int, { description: 'Cores that are free.' })
  readonly idle!: number;
}

/** Accelerators of one model. */
@ObjectType({ description: 'Accelerators of one model.', simpleResolvers: true })
export class AcceleratorCapacity {
  @Field(() => String, { description: 'Who makes it; "Simulated" at simulated centers.' })
  readonly vendor!: string;

  @Field(() => String, { description: 'Name of the model.' })
  readonly model!: string;

  @Field(() => Int, { description: 'All of this model.' })
  readonly total!: number;

  @Field(() => Int, { description: 'Those given to jobs.' })
  readonly allocated!: number;
}

/** What a center has, and what of it is in use. */
@ObjectType({ description: 'What a center has, and what of it is in use.', simpleResolvers: true })
export class CenterCapacity {
  @Field(() => NodeCapacity, { description: 'Its nodes.' })
  readonly nodes!: NodeCapacity;

  @Field(() => CoreCapacity, { description: 'Its processor cores.' })
  readonly cores!: CoreCapacity;

  @Field(() => [AcceleratorCapacity], { description: 'Its accelerators by model; empty when it has none.' })
  readonly accelerators!: readonly AcceleratorCapacity[];

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the scheduler last told of it; null before the first time, and then the declared sizes are shown as idle.',
  })
  readonly observedAt!: Date | null;
}

/** The jobs at a center that have not ended. */
@ObjectType({ description: 'The jobs at a center that have not ended.', simpleResolvers: true })
export class CenterQueue {
  @Field(() => Int, { description: 'Jobs that run.' })
  readonly running!: number;

  @Field(() => Int, { description: 'Jobs that wait for their turn.' })
  readonly pending!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds that the middle one of the recently started jobs had waited; null when none has started.',
  })
  readonly medianWaitSeconds!: number | null;
}

/** The electricity of a center. */
@ObjectType({ description: 'The electricity of a center.', simpleResolvers: true })
export class CenterEnergy {
  @Field(() => Float, {
    nullable: true,
    description:
      'Power usage effectiveness: energy of the whole site for each unit of energy that computes; null when unknown.',
  })
  readonly pue!: number | null;

  @Field(() => Float, { nullable: true, description: 'Present power draw in watts; null when it is not measured.' })
  readonly powerWatts!: number | null;
}
