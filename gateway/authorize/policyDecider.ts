import type { RequestContext } from '../graph.ts';

/**
 * The port to whoever decides about `@policy`: which of these policies the request has. It is asked once per request, and only for an operation that
 * mentions policies. A rejection refuses the request.
 */
export type PolicyDecider = (policies: readonly string[], context: RequestContext) => Promise<ReadonlySet<string>>;

/** In want of a decider nobody has any policy. */
export const denyAll: PolicyDecider = async () => new Set();
