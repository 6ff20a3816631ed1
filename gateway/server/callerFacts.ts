import type { IncomingMessage } from 'node:http';
import type { RequestContext } from '../graph.ts';
import type { VerifiedIdentity } from '../identity/verifiedIdentity.ts';

/** What the doors take over from a client's request into its context. */
export interface CallerRules {
  /** Lower-case names of the headers that subgraphs are sent too. */
  readonly forwardHeaders: readonly string[];
  /** Whether `x-weft-explain: 1` is listened to. */
  readonly mayExplain: boolean;
}

/** What a request says of its caller, beside who it is. The same at every door. */
export type CallerFacts = Pick<RequestContext, 'headers' | 'scopes' | 'explain'>;

/** Asks for plan and times in the `extensions` of an answer. */
const explainHeader = 'x-weft-explain';

/** Headers that a client sent twice are joined, as HTTP lets every recipient do. */
function forwarded({ headers }: IncomingMessage, names: readonly string[]): ReadonlyMap<string, string> | undefined {
  if (names.length === 0) return undefined;
  const found = new Map<string, string>();
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) found.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return found;
}

/** Takes from the request, and from the identity of its token, what the rules let through. */
export function callerFacts(
  request: IncomingMessage,
  identity: VerifiedIdentity | null,
  { forwardHeaders, mayExplain }: CallerRules,
): CallerFacts {
  return {
    headers: forwarded(request, forwardHeaders),
    scopes: identity?.scopes,
    explain: mayExplain && request.headers[explainHeader] === '1' ? true : undefined,
  };
}
