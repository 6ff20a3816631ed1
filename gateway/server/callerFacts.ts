import type { IncomingMessage } from 'node:http';
import type { RequestContext } from '../graph.ts';
import type { VerifiedIdentity } from '../identity/verifiedIdentity.ts';
import { forwardedHeaders } from './forwardedHeaders.ts';

/** What the doors take over from a client's request into its context. */
export interface CallerRules {
  /** Lower-case names of the headers that subgraphs are sent too. */
  readonly forwardedHeaders: readonly string[];
  /** Whether `x-weft-explain: 1` is listened to. */
  readonly mayExplain: boolean;
}

/** What a request says of its caller, beside who it is. The same at every door. */
export type CallerFacts = Pick<RequestContext, 'headers' | 'scopes' | 'explain'>;

/** Asks for plan and times in the `extensions` of an answer. */
const explainHeader = 'x-weft-explain';

/** Takes from the request, and from the identity of its token, what the rules let through. */
export function callerFacts(
  request: IncomingMessage,
  identity: VerifiedIdentity | null,
  rules: CallerRules,
): CallerFacts {
  return {
    headers: forwardedHeaders(request, rules.forwardedHeaders),
    scopes: identity?.scopes,
    explain: rules.mayExplain && request.headers[explainHeader] === '1' ? true : undefined,
  };
}
