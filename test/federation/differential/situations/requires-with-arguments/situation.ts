import type { Situation } from '../../situation.ts';
import { commentsOf, digestOf, type Post, summaryOf, titleOf } from './data.ts';
import { posting } from './posting.ts';
import { summing } from './summing.ts';

/** Fields required with arguments, by two fields with different ones, while clients ask for the same fields with others. */
export const requiresWithArguments: Situation = {
  name: 'requires-with-arguments',
  subgraphs: { posting, summing },
  monolith: {
    Query: posting.resolvers?.['Query'],
    Post: {
      comments: commentsOf,
      title: titleOf,
      summary: (post: Post) => summaryOf({ title: '', comments: commentsOf(post, { limit: 3 }) }),
      digest: (post: Post) =>
        digestOf({ title: titleOf(post, { loud: true }), comments: commentsOf(post, { limit: 2 }) }),
    },
  },
};
