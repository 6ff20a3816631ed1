/** A controller that aborts when its parent does, and can be let go of before that. */
export interface LinkedAbort {
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** Stops listening to the parent. Must be called, or a long-lived parent collects listeners. */
  release(): void;
}

/** A new signal under `parent`. Used in place of AbortSignal.any, which keeps its dependants alive as long as the parent lives on Node 20. */
export function linkedAbort(parent: AbortSignal): LinkedAbort {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(parent.reason);
  if (parent.aborted) onAbort();
  else parent.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release: () => parent.removeEventListener('abort', onAbort),
  };
}
