/** The waits of the doors, in milliseconds. Constants of the product; tests shorten them. */
export interface ServerTimes {
  /** Between two signs of life on a quiet stream or socket. A socket that does not answer one before the next is closed. */
  readonly pingMs: number;
  /** How long a reader may leave unread what was sent to it before its connection is cut. */
  readonly stallMs: number;
  /** How long a new WebSocket may take to send `connection_init`. */
  readonly initMs: number;
  /** When the server stops: how long queries and mutations in flight may still take. */
  readonly drainMs: number;
  /** After that: how long a last message may take to reach its reader. */
  readonly farewellMs: number;
}

/** `drainMs` and twice `farewellMs` together stay under the 2 s in which the process promises to end. */
export const serverTimes: ServerTimes = {
  pingMs: 12_000,
  stallMs: 30_000,
  initMs: 10_000,
  drainMs: 1_000,
  farewellMs: 300,
};
