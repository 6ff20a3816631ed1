import { Field, ObjectType } from 'type-graphql';
import { UserError } from '../../kit/schema/userError.ts';
import { Job } from './job.type.ts';

/** How a submission came out. */
@ObjectType({ description: 'How a submission came out.', simpleResolvers: true })
export class SubmitJobPayload {
  @Field(() => Job, { nullable: true, description: 'The job; null when it was refused.' })
  readonly job!: Job | null;

  @Field(() => [UserError], { description: 'Everything that speaks against it; empty when it was taken.' })
  readonly userErrors!: readonly UserError[];
}

/** How a cancellation came out. */
@ObjectType({ description: 'How a cancellation came out.', simpleResolvers: true })
export class CancelJobPayload {
  @Field(() => Job, {
    nullable: true,
    description: 'The job, COMPLETING until its scheduler has ended it; null when the cancellation was refused.',
  })
  readonly job!: Job | null;

  @Field(() => [UserError], { description: 'Why it was refused; empty when it was not.' })
  readonly userErrors!: readonly UserError[];
}
