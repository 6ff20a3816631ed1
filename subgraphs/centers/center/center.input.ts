import { Field, InputType } from 'type-graphql';
import { CenterAccessState, CenterServiceKind } from './center.enum.ts';

/** Which centers to list: those that fit every given field. */
@InputType({ description: 'Which centers to list: those that fit every field that is given.' })
export class CenterFilterInput {
  @Field(() => CenterAccessState, { nullable: true, description: 'Only those in this state of joining.' })
  readonly accessState?: CenterAccessState | null;

  @Field(() => CenterServiceKind, { nullable: true, description: 'Only those that mainly compute this.' })
  readonly serviceKind?: CenterServiceKind | null;

  @Field(() => Boolean, { nullable: true, description: 'Only simulated ones (true) or only others (false).' })
  readonly simulated?: boolean | null;
}
