import { Field, ObjectType } from 'type-graphql';
import { BigInt64 } from '../../kit/schema/bigInt.ts';

/** A part of an output stream, as it came. It has no cursor: a stream is resumed by its byte. */
@ObjectType({
  description:
    'The next part of what a job writes, as text. A character is never cut. Send `nextByte` as `fromByte` to go on after it.',
  simpleResolvers: true,
})
export class JobOutputChunk {
  @Field(() => String, { description: 'The text; may be empty. Bytes that are no UTF-8 are shown as U+FFFD.' })
  readonly text!: string;

  @Field(() => BigInt64, { description: 'Where the text begins in the stream, in bytes from 0.' })
  readonly fromByte!: number;

  @Field(() => BigInt64, { description: 'Where it ends: the first byte that is not in it.' })
  readonly nextByte!: number;

  @Field(() => Boolean, { description: 'Whether the job has ended and this is the last part.' })
  readonly complete!: boolean;
}
