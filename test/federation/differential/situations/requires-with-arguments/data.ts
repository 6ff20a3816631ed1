interface Comment {
  readonly id: string;
  readonly by: string | null;
}

export interface Post {
  readonly id: string;
  readonly title: string;
  readonly comments: readonly Comment[];
}

export const posts: readonly Post[] = [
  {
    id: '1',
    title: 'First',
    comments: [
      { id: '1', by: 'a' },
      { id: '2', by: 'b' },
      { id: '3', by: null },
    ],
  },
  { id: '2', title: 'Second', comments: [] },
];
export const postOf = ({ id }: { readonly id: string }) => posts.find((post) => post.id === id);
export const commentsOf = ({ comments }: Post, { limit }: { readonly limit: number | null }) =>
  comments.slice(0, limit ?? 9);
export const titleOf = ({ title }: Post, { loud }: { readonly loud: boolean | null }) =>
  loud === true ? title.toUpperCase() : title;

interface Required {
  readonly comments: readonly { readonly by: string | null }[];
  readonly title: string;
}
export const summaryOf = ({ comments }: Required) => comments.map(({ by }) => by ?? '-').join('');
export const digestOf = ({ comments, title }: Required) => `${title}/${comments.length}`;
