import type { LiveLoss } from './liveTransport.ts';

/** What to do about a socket that was closed: come back later, come back with another token, or nothing. */
export interface SocketEnd extends LiveLoss {
  readonly next: 'retry' | 'renew' | 'stop';
}

/** From the codes of graphql-transport-ws. Codes of the connection itself, and those that say "too much" or "too slow", pass. */
export function socketEnd(code: number, reason: string): SocketEnd {
  switch (code) {
    case 4400:
    case 4406:
    case 4409:
      return { code: 'PROTOCOL_ERROR', message: reason || `The server closed the socket (${code}).`, next: 'stop' };
    case 4401:
    case 4403:
      return { code: 'UNAUTHENTICATED', message: reason || 'The server does not accept the token.', next: 'renew' };
    default:
      return { code: 'CONNECTION_LOST', message: reason || `The connection was lost (${code}).`, next: 'retry' };
  }
}

/** Nothing is heard from the server. */
export const silent: SocketEnd = { code: 'SILENT', message: 'The server does not answer.', next: 'retry' };

export const tokenUnavailable: SocketEnd = {
  code: 'TOKEN_UNAVAILABLE',
  message: 'A fresh token could not be had.',
  next: 'retry',
};

export const tokenRenewed: LiveLoss = { code: 'TOKEN_RENEWED', message: 'The token was renewed.' };
