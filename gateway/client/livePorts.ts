import type { LiveTimes } from './liveTimes.ts';
import type { LiveToken } from './liveToken.ts';

/** What happens to a socket; which fields there are depends on the type. */
export interface LiveSocketEvent {
  readonly type: string;
  readonly data?: unknown;
  readonly code?: number;
  readonly reason?: string;
}

/** What both a browser's WebSocket and that of the package `ws` are. */
export interface LiveSocket {
  readonly readyState: number;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'message' | 'error' | 'close', listener: (event: LiveSocketEvent) => void): void;
}

export type LiveSocketConstructor = new (url: string, protocol: string) => LiveSocket;

/** What a transport works with. */
export interface LivePorts {
  /** Of `/graphql`, with its scheme. */
  readonly url: URL;
  readonly token: LiveToken;
  readonly times: LiveTimes;
  readonly fetch: typeof fetch;
  /** Null where there are no WebSockets. */
  readonly webSocket: LiveSocketConstructor | null;
  /** From 0 to less than 1. */
  readonly random: () => number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
