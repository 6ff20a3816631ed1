import type { LiveState } from '../../client/liveHandlers.ts';

/** What the wall follows. Transfers are one stream each, counted together. */
export type StreamName = 'centers' | 'links' | 'jobs' | 'transfers';

export interface StreamFacts {
  /** Events since the page was opened. */
  readonly received: number;
  /** Of the last event. */
  readonly cursor: string | null;
  readonly gaps: number;
  readonly state: LiveState | 'connecting';
}
