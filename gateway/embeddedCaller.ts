import { randomUUID } from 'node:crypto';
import { anonymous } from '../lib/viewer.ts';
import type { PolicyDecider } from './authorize/policyDecider.ts';
import type { RequestContext } from './graph.ts';
import type { IncomingRequest } from './subgraph/dataSourceClient.ts';
import { neverAborts } from './subgraph/neverAborts.ts';

/** Who is asking, as the owner of an embedded gateway knows it. */
export interface Caller {
  /** Meets `@authenticated`. */
  readonly authenticated: boolean;
  /** For `@requiresScopes`. */
  readonly scopes?: Iterable<string> | undefined;
  /** Sent to subgraphs where no `buildService` says how they are asked. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What the owner of an embedded gateway says about requests; each is given the request as Apollo Server hands it over, with its context. */
export interface EmbeddedCallers {
  /** Asked once for each operation; without it nobody is authenticated. What it throws is the answer. */
  readonly callerOf?: (request: IncomingRequest) => Caller | Promise<Caller>;
  /** Whether a label of a progressive override (`@override(label:)`) is on for a request; percentages are decided by the engine. Without it none. */
  readonly isLabelOn?: (label: string, request: IncomingRequest) => boolean;
  /** Which of these policies the request has: asked once for an operation that mentions any. Without it none; when it throws, the operation is refused. */
  readonly policies?: (
    policies: readonly string[],
    request: IncomingRequest,
  ) => Iterable<string> | Promise<Iterable<string>>;
}

/** The context of a request that came by way of Apollo Server. Rejects with what `callerOf` throws. */
export async function embeddedContext(
  { callerOf }: EmbeddedCallers,
  incoming: IncomingRequest,
): Promise<RequestContext> {
  const requestId = incoming.request.http?.headers.get('x-request-id')?.slice(0, 100) ?? randomUUID();
  const known = { viewer: anonymous, requestId, signal: neverAborts, incoming };
  if (callerOf === undefined) return known;
  const { authenticated, scopes, headers } = await callerOf(incoming);
  return {
    ...known,
    isAuthenticated: authenticated,
    scopes: new Set(scopes),
    ...(headers === undefined ? {} : { headers: lowerCased(headers) }),
  };
}

/** The decider of the graph that asks the owner's. */
export function embeddedPolicies({ policies }: EmbeddedCallers): PolicyDecider | undefined {
  if (policies === undefined) return undefined;
  return async (asked, { incoming }) => new Set(await policies(asked, incoming as IncomingRequest));
}

function lowerCased(headers: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The labels of overrides as the engine asks for them. */
export function embeddedLabels({ isLabelOn }: EmbeddedCallers) {
  if (isLabelOn === undefined) return undefined;
  return (label: string, { incoming }: RequestContext): boolean => isLabelOn(label, incoming as IncomingRequest);
}
