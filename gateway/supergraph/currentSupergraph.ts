import type { Supergraph } from './supergraph.ts';

/** The supergraph in use. Whoever starts work takes `value` once and keeps it: a swap never reaches into work in flight. */
export interface CurrentSupergraph {
  readonly value: Supergraph;
  /** Puts another generation in use for work that starts from now on, and tells the listeners. The same SDL again changes nothing. */
  swap(next: Supergraph): void;
  /** Calls the listener after each swap; the returned function stops that. */
  onSwap(listener: (next: Supergraph) => void): () => void;
}

/** A holder that begins with `initial`. */
export function currentSupergraph(initial: Supergraph): CurrentSupergraph {
  let value = initial;
  const listeners = new Set<(next: Supergraph) => void>();
  return {
    get value() {
      return value;
    },
    swap(next) {
      if (next.hash === value.hash) return;
      value = next;
      for (const listener of listeners) listener(next);
    },
    onSwap(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
