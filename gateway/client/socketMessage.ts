import type { LiveError, LiveResult } from './liveResult.ts';

/** What a server may say in graphql-transport-ws. */
export type SocketMessage =
  | { readonly type: 'connection_ack' }
  | { readonly type: 'ping' | 'pong'; readonly payload?: Readonly<Record<string, unknown>> | null }
  | { readonly type: 'next'; readonly id: string; readonly payload: LiveResult }
  | { readonly type: 'error'; readonly id: string; readonly payload: readonly LiveError[] }
  | { readonly type: 'complete'; readonly id: string };

const types: ReadonlySet<unknown> = new Set(['connection_ack', 'ping', 'pong', 'next', 'error', 'complete']);

/** The message in what came over a socket; null when it is none of this protocol. */
export function socketMessage(data: unknown): SocketMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const message = JSON.parse(data) as SocketMessage | null;
    return message !== null && types.has(message.type) ? message : null;
  } catch {
    return null;
  }
}

/** What the server says to a token that was sent on the open socket: until when it is good, why not, or nothing that makes sense of it. */
export function renewalAnswer(
  payload: Readonly<Record<string, unknown>> | null | undefined,
): 'good' | 'refused' | 'unknown' | null {
  if (!payload || !Object.hasOwn(payload, 'authorization')) return null;
  const answer = payload['authorization'];
  if (answer === null || typeof answer !== 'object') return 'unknown';
  return 'expiresAt' in answer ? 'good' : 'refused';
}
