/** The waits of a live client, in milliseconds. */
export interface LiveTimes {
  /** Before the first attempt to come back; doubled for each further one. */
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** From opening a connection until the server has let it in. */
  readonly connectMs: number;
  /** Between two pings of a WebSocket, and how long an answer may take: a connection without one is given up. */
  readonly pingMs: number;
  readonly pongMs: number;
  /** How long a stream of server-sent events may say nothing at all; the server gives a sign of life every 12 s. */
  readonly silenceMs: number;
  /** A connection that has lasted so long was a good one: attempts are counted anew after it. */
  readonly settledMs: number;
  /** How long before it expires a token is renewed; half of its life when that is less. */
  readonly renewBeforeMs: number;
  /** How long the answer to a query may take. */
  readonly requestMs: number;
}

export const liveTimes: LiveTimes = {
  retryMinMs: 500,
  retryMaxMs: 30_000,
  connectMs: 10_000,
  pingMs: 10_000,
  pongMs: 5_000,
  silenceMs: 40_000,
  settledMs: 5_000,
  renewBeforeMs: 60_000,
  requestMs: 30_000,
};
