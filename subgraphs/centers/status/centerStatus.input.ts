import { Field, ID, InputType } from 'type-graphql';
import { CenterAccessState, CenterSchedulingState } from '../center/center.enum.ts';

/** Which centers to watch: those that fit every given field. */
@InputType({
  description:
    'Which centers to watch: those that fit every field that is given. A change by which a center leaves these states is told too.',
})
export class CenterStatusFilterInput {
  @Field(() => [ID], { nullable: true, description: 'Only these, by their global ids; up to 500.' })
  readonly centerIds?: readonly string[] | null;

  @Field(() => [CenterAccessState], { nullable: true, description: 'Only those in one of these states of joining.' })
  readonly accessStates?: readonly CenterAccessState[] | null;

  @Field(() => [CenterSchedulingState], {
    nullable: true,
    description: 'Only those whose scheduling is in one of these states.',
  })
  readonly schedulingStates?: readonly CenterSchedulingState[] | null;
}
