import { Field, Float, InputType } from 'type-graphql';
import { LinkState } from '../topology/link.enum.ts';

/** Which measurements to watch: those that fit every given field. */
@InputType({
  description:
    'Which measurements of links to watch: those that fit every field that is given. The first by which a link fits no longer is told too.',
})
export class LinkTelemetryFilterInput {
  @Field(() => [LinkState], { nullable: true, description: 'Only of links in one of these states.' })
  readonly states?: readonly LinkState[] | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Only of links whose busier direction was measured at so many percent of the capacity or more, 0 to 100. Links of unknown capacity do not fit.',
  })
  readonly minUtilizationPercent?: number | null;
}
