/** How many subscriptions over HTTP may be open at a time. */
export interface StreamCounts {
  /** For one signed-in viewer. */
  readonly perViewer: number;
  /** From one remote address; of IPv6 from one network of 64 bits. */
  readonly perAddress: number;
}

/** What the clients of subscriptions over HTTP may do and leave undone. */
export interface StreamLimits {
  /** Events that one client may leave unread before its subscription is ended. */
  readonly clientQueueEvents: number;
  /** The same in bytes of JSON. */
  readonly clientQueueBytes: number;
  readonly streams: StreamCounts;
}

/** Where nothing else is said. */
export const streamLimits: StreamLimits = {
  clientQueueEvents: 1_000,
  clientQueueBytes: 1024 * 1024,
  streams: { perViewer: 200, perAddress: 2_000 },
};
