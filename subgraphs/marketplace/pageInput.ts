/** Arguments of a list as they come in. */
export interface PageInput {
  readonly first: number | null | undefined;
  readonly after: string | null | undefined;
}

/** The largest `first` that the lists of this subgraph take; their descriptions say it. */
export const mostOnAPage = 100;

/** What the descriptions of `first` and `after` say. */
export const firstSays = 'How many to show, 1 to 100; 20 when absent.';
export const afterSays = 'Cursor after which to continue.';
