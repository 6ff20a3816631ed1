import type { TestSubgraph } from '../../kit/testGraph.ts';

interface Comment {
  readonly id: string;
  readonly postId: string;
  readonly authorId: string;
}

const comments: readonly Comment[] = [
  { id: 'c1', postId: 'p1', authorId: 'ada' },
  { id: 'c2', postId: 'p1', authorId: 'bob' },
  { id: 'c3', postId: 'p1', authorId: 'cid' },
  { id: 'c4', postId: 'p2', authorId: 'bob' },
  { id: 'c5', postId: 'p2', authorId: 'bob' },
  { id: 'c6', postId: 'p2', authorId: 'ada' },
];

const firstOf = (postId: string, limit: number): readonly Comment[] =>
  comments.filter((comment) => comment.postId === postId).slice(0, limit);

/** A field that requires another one with an argument (`comments(limit: 3)`), which clients ask for with arguments of their own. */
export const thread: Readonly<Record<string, TestSubgraph>> = {
  feed: {
    sdl: `
      type Query { feed: [Post] }
      type Post @key(fields: "id") { id: ID! comments(limit: Int!): [Comment] @external }
      type Comment @key(fields: "id") {
        id: ID!
        authorId: ID
        copiedTo: [Post] @external
        isSpam: Boolean @requires(fields: "copiedTo { comments(limit: 50) { id } }")
      }
    `,
    resolvers: {
      Query: { feed: () => [{ id: 'p1' }, { id: 'p2' }] },
      Post: { comments: ({ id }: { id: string }, { limit }: { limit: number }) => firstOf(id, limit) },
      Comment: {
        __resolveReference: (reference: { id: string; copiedTo?: readonly { comments: readonly unknown[] }[] }) => ({
          ...comments.find((comment) => comment.id === reference.id),
          isSpam: reference.copiedTo?.some((post) => post.comments.length === 3),
        }),
      },
    },
  },
  posts: {
    sdl: `
      type Post @key(fields: "id") {
        id: ID!
        comments(limit: Int!): [Comment]
        lastWriter: Writer @requires(fields: "comments(limit: 3) { authorId }")
      }
      type Comment @key(fields: "id") { id: ID! authorId: ID @external copiedTo: [Post] }
      type Writer { id: ID! }
    `,
    resolvers: {
      Comment: {
        __resolveReference: (reference: object) => reference,
        copiedTo: ({ id }: { id: string }) => (id === 'c2' ? [{ id: 'p2' }] : []),
      },
      Post: {
        __resolveReference: (reference: object) => reference,
        comments: ({ id }: { id: string }, { limit }: { limit: number }) =>
          firstOf(id, limit).map((comment) => ({ id: comment.id })),
        lastWriter(post: { comments?: readonly { authorId: string }[] }) {
          if (post.comments?.length !== 3) throw new Error(`Not three comments: ${JSON.stringify(post)}`);
          return { id: post.comments[2]?.authorId };
        },
      },
    },
  },
};
