import type { Log } from './log.ts';

/** Things to close, in the reverse of the order in which they were opened. */
export interface Closers {
  add(close: () => Promise<void>): void;
  /** Never rejects: a part that does not close is logged, and the others are closed all the same. Safe to call twice. */
  close(): Promise<void>;
}

/** An empty list of things to close. */
export function closers(log: Log): Closers {
  const waiting: (() => Promise<void>)[] = [];
  return {
    add: (close) => void waiting.push(close),
    async close() {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        try {
          await next();
        } catch (error) {
          log.error({ error }, 'A part did not close');
        }
      }
    },
  };
}
