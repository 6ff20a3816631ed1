import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import { User } from '../elsewhere.type.ts';
import type { ReviewRow } from './review.row.ts';
import { Review, ReviewReply } from './review.type.ts';

/** What a review leads to. */
@Resolver(() => Review)
export class ReviewResolver {
  @FieldResolver(() => User, { description: 'Who wrote it.' })
  author(@Root() { authorId }: ReviewRow): EntityReference {
    return { id: authorId };
  }

  @FieldResolver(() => ReviewReply, { nullable: true, description: 'The answer of the store; null without one.' })
  reply(@Root() { replyText, repliedAt }: ReviewRow): ReviewReply | null {
    return replyText === null || repliedAt === null ? null : { text: replyText, at: repliedAt };
  }
}
