import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { BigInt64 } from '../../kit/schema/bigInt.ts';
import { Live } from '../../kit/schema/liveDirectives.ts';
import type { JobsContext } from '../context.ts';
import { OutputStream } from '../job/job.enum.ts';
import type { OutputPart, OutputRequest } from './jobOutput.service.ts';
import { JobOutputChunk } from './jobOutput.type.ts';

/** The output of a job, live. */
@Resolver(() => JobOutputChunk)
export class JobOutputResolver {
  @Live({ mode: 'LOG' })
  @Subscription(() => JobOutputChunk, {
    description:
      'What a job writes: first what is there, then each part as it is written. Ends after the part that is `complete`. Resume with `fromByte`.',
    subscribe: ({ args, context }: { args: OutputRequest; context: JobsContext }) =>
      context.output.follow(context.viewer, args) as unknown as AsyncIterable<OutputPart>,
  })
  jobOutput(
    @Root() part: OutputPart,
    @Arg('id', () => ID, { description: 'Global id of the job.' }) _id: string,
    @Arg('stream', () => OutputStream, { defaultValue: OutputStream.STDOUT, description: 'Which stream.' })
    _stream: OutputStream,
    @Arg('fromByte', () => BigInt64, {
      nullable: true,
      description: 'The byte to begin with: the `nextByte` of the last part that you have; absent for the beginning.',
    })
    _fromByte: bigint | null,
  ) {
    return part;
  }
}
