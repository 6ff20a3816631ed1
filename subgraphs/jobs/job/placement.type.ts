import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kit/schema/dateTime.ts';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import { Center, Partition } from './stubs.type.ts';

/** How long a job will wait. */
@ObjectType({ description: 'How long a job is expected to wait for its start.', simpleResolvers: true })
export class WaitForecast {
  @Field(() => Int, {
    nullable: true,
    description: 'Seconds that half of such jobs wait at most; null when too few are known.',
  })
  readonly p50Seconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds that three of four such jobs wait at most; null when too few are known.',
  })
  readonly p75Seconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds that 19 of 20 such jobs wait at most; null when too few are known.',
  })
  readonly p95Seconds!: number | null;

  @Field(() => Float, { description: 'Probability, from 0 to 1, that the bounds hold.' })
  readonly confidence!: number;

  @Field(() => Int, { description: 'How many past waits it was made from.' })
  readonly sampleSize!: number;

  @Field(() => String, { description: 'Name of the method.' })
  readonly method!: string;
}

/** One part of a score. */
@ObjectType({ description: 'One part of the score of a placement.', simpleResolvers: true })
export class PlacementTerm {
  @Field(() => String, { description: 'What it is about, e.g. "wait".' })
  readonly name!: string;

  @Field(() => Float, { description: 'How good the place is in it; less is better.' })
  readonly value!: number;

  @Field(() => Float, { description: 'How much it counts.' })
  readonly weight!: number;
}

/** Where a job was placed. */
@ObjectType({ description: 'Where a job was placed, and why there.', simpleResolvers: true })
export class PlacementChoice {
  @Field(() => Center, { description: 'The center.' })
  readonly center!: EntityReference;

  @Field(() => Partition, { description: 'The partition of the center.' })
  readonly partition!: EntityReference;

  @Field(() => Float, { nullable: true, description: 'The sum of the weighted terms; null when the submitter chose.' })
  readonly score!: number | null;

  @Field(() => [PlacementTerm], { description: 'What the score is made of; empty when the submitter chose.' })
  readonly terms!: readonly PlacementTerm[];
}

/** Why a place was not taken. */
@ObjectType({ description: 'Why a place cannot run a job.', simpleResolvers: true })
export class PlacementRejection {
  @Field(() => String, { description: 'A fixed word that programs can act on.' })
  readonly code!: string;

  @Field(() => String, { description: 'The reason for people.' })
  readonly message!: string;
}

/** One place that was looked at. */
@ObjectType({ description: 'A place that was considered for a job.', simpleResolvers: true })
export class PlacementCandidate {
  @Field(() => Center, { description: 'The center.' })
  readonly center!: EntityReference;

  @Field(() => Partition, {
    nullable: true,
    description: 'The partition; null when the center as a whole was refused.',
  })
  readonly partition!: EntityReference | null;

  @Field(() => Boolean, { description: 'Whether it could run the job.' })
  readonly accepted!: boolean;

  @Field(() => [PlacementRejection], { description: 'Why it could not; empty when it could.' })
  readonly rejections!: readonly PlacementRejection[];
}

/** How a job came to its center. */
@ObjectType({ description: 'How a job came to its center: kept as it was decided.', simpleResolvers: true })
export class PlacementDecision {
  @Field(() => String, {
    description: 'Which version of which policy decided; "explicit-1": the submitter named the center.',
  })
  readonly policyVersion!: string;

  @Field(() => DateTime, { description: 'When it was decided.' })
  readonly decidedAt!: Date;

  @Field(() => PlacementChoice, { nullable: true, description: 'The place; null when none could run the job.' })
  readonly chosen!: PlacementChoice | null;

  @Field(() => [PlacementCandidate], { description: 'All places that were considered.' })
  readonly candidates!: readonly PlacementCandidate[];
}
