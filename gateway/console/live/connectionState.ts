/** What came back with the connection. */
export interface Resumption {
  /** How long the connection was away. */
  readonly awayMs: number;
  /** Events that came right after it. */
  readonly caughtUp: number;
  /** True for a moment, in which what comes is taken for what was missed. */
  readonly isCatchingUp: boolean;
}

/** The page's connection to the server, as people see it. */
export type Connection =
  | { readonly kind: 'connecting'; readonly sinceMs: number }
  | { readonly kind: 'live'; readonly sinceMs: number; readonly resumed: Resumption | null }
  | { readonly kind: 'reconnecting'; readonly sinceMs: number; readonly retryAtMs: number; readonly why: string }
  | { readonly kind: 'ended'; readonly sinceMs: number; readonly why: string };
