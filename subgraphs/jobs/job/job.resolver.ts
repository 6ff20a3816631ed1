import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Refusal } from '../../kit/refusal.ts';
import type { JobsContext } from '../context.ts';
import { OutputStream } from './job.enum.ts';
import { CancelJobInput, JobFilterInput, SubmitJobInput } from './job.input.ts';
import { Job, JobConnection } from './job.type.ts';
import { JobOutput, JobStateChange, JobUsage } from './jobParts.type.ts';
import { CancelJobPayload, SubmitJobPayload } from './jobPayload.type.ts';
import type { JobRow } from './jobRow.ts';
import { usageOf } from './jobUsage.ts';
import { type JobView, jobView } from './jobView.ts';

function payloadOf(outcome: JobRow | Refusal) {
  if (outcome instanceof Refusal) return { job: null, userErrors: outcome.userErrors };
  return { job: jobView(outcome), userErrors: [] };
}

/** Jobs: asking for them, submitting, ending, and what each leads to. */
@Resolver(() => Job)
export class JobResolver {
  @Query(() => Job, {
    nullable: true,
    description: 'The job with this id; a NOT_FOUND error when there is none, or you may not see it.',
  })
  job(@Arg('id', () => ID, { description: 'Global id of the job.' }) id: string, @Ctx() context: JobsContext) {
    return context.jobs.byId(id, context.loaders);
  }

  @Query(() => JobConnection, {
    description: 'The jobs of your projects, the newest first; to administrators those of all.',
  })
  jobs(
    @Arg('first', () => Int, { nullable: true, description: 'How many at most: from 1 to 100; 20 when absent.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The cursor of the item after which to begin.' })
    after: string | null,
    @Arg('filter', () => JobFilterInput, { nullable: true, description: 'Which jobs; all when absent.' })
    filter: JobFilterInput | null,
    @Ctx() { jobs, viewer }: JobsContext,
  ) {
    return jobs.list(viewer, { first, after, filter });
  }

  @Mutation(() => SubmitJobPayload, {
    description:
      'Submits a job. It is handed to its center once, whatever fails on the way; watch it with `jobStatus`.',
  })
  async submitJob(
    @Arg('input', () => SubmitJobInput, { description: 'The job.' }) input: SubmitJobInput,
    @Ctx() { submission, viewer }: JobsContext,
  ) {
    return payloadOf(await submission.submit(viewer, input));
  }

  @Mutation(() => CancelJobPayload, {
    description: 'Asks for the end of a job that has not ended. Asking again changes nothing.',
  })
  async cancelJob(
    @Arg('input', () => CancelJobInput, { description: 'Which job, and why.' }) input: CancelJobInput,
    @Ctx() { cancellation, viewer }: JobsContext,
  ) {
    return payloadOf(await cancellation.cancel(viewer, input));
  }

  @FieldResolver(() => [JobStateChange], { description: 'Its states so far, from the first on.' })
  async stateTimeline(@Root() { row }: JobView, @Ctx() { loaders }: JobsContext) {
    const changes = await loaders.stateChanges.load(row.id);
    return changes.filter(({ ordinal }) => ordinal <= row.changes);
  }

  @FieldResolver(() => JobOutput, { description: 'The end of what it has written. Follow it live with `jobOutput`.' })
  output(
    @Root() { row }: JobView,
    @Arg('stream', () => OutputStream, { defaultValue: OutputStream.STDOUT, description: 'Which stream.' })
    stream: OutputStream,
    @Arg('lastBytes', () => Int, {
      defaultValue: 4096,
      description: 'How many bytes from the end at most: from 0 to 1,048,576. A character is never cut.',
    })
    lastBytes: number,
    @Ctx() { output }: JobsContext,
  ) {
    return output.tail(row, stream, lastBytes);
  }

  @FieldResolver(() => JobUsage, { nullable: true, description: 'What it has used; null when it never started.' })
  usage(@Root() { row, asOf }: JobView, @Ctx() { clock }: JobsContext) {
    return usageOf(row, asOf ?? clock.now());
  }
}
