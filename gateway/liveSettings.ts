import { type Setting, wholeNumber } from './setting.ts';

/** What the clients of live operations may do and leave undone. */
export interface LiveLimits {
  /** Events that one subscription's client may leave unread before the subscription is ended. */
  readonly clientQueueEvents: number;
  /** The same in bytes of JSON. */
  readonly clientQueueBytes: number;
  readonly sockets: SocketLimits;
}

/** What WebSockets may do, beside the size of a message and the number of operations. */
export interface SocketLimits {
  /** Of one signed-in viewer. */
  readonly perViewer: number;
  /** From one remote address; of IPv6 from one network of 64 bits. */
  readonly perAddress: number;
  /** In the long run, on one socket. */
  readonly messagesPerSecond: number;
  /** At once, after silence. */
  readonly messageBurst: number;
  /** How long a socket may have no operation, in milliseconds. */
  readonly idleMs: number;
}

/** The rows of the table of settings. */
export const liveSettings: readonly Setting[] = [
  {
    name: 'LIVE_QUEUE_EVENTS',
    fallback: '1000',
    description:
      'How many events the client of one subscription may leave unread before the subscription ends with `TOO_SLOW`. States that replace each other count once.',
  },
  {
    name: 'LIVE_QUEUE_BYTES',
    fallback: String(1024 * 1024),
    description: 'The same in bytes. The subscriptions of one WebSocket together may have four times as many.',
  },
  {
    name: 'SOCKETS_PER_VIEWER',
    fallback: '200',
    description: 'How many WebSockets one signed-in viewer may have open.',
  },
  {
    name: 'SOCKETS_PER_ADDRESS',
    fallback: '2000',
    description:
      'How many WebSockets may be open from one remote address (of IPv6: from one /64). Behind a proxy all clients have the address of the proxy: set it higher there.',
  },
  {
    name: 'MESSAGES_PER_SECOND',
    fallback: '100',
    description: 'How many messages a second one WebSocket may send in the long run.',
  },
  {
    name: 'MESSAGE_BURST',
    fallback: '1000',
    description: 'How many messages one WebSocket may send at once, after it was silent for long enough.',
  },
  {
    name: 'SOCKET_IDLE_MS',
    fallback: '600000',
    description: 'How long a WebSocket may be open without an operation, in milliseconds.',
  },
];

/** What the values of these settings must be. */
export const liveEnvironment = {
  LIVE_QUEUE_EVENTS: wholeNumber(1, 1_000_000),
  LIVE_QUEUE_BYTES: wholeNumber(1_024, 1024 * 1024 * 1024),
  SOCKETS_PER_VIEWER: wholeNumber(1, 1_000_000),
  SOCKETS_PER_ADDRESS: wholeNumber(1, 1_000_000),
  MESSAGES_PER_SECOND: wholeNumber(1, 1_000_000),
  MESSAGE_BURST: wholeNumber(1, 1_000_000),
  SOCKET_IDLE_MS: wholeNumber(1, 2 ** 31 - 1),
};

/** The limits from checked values. */
export function liveLimits(values: { readonly [name in keyof typeof liveEnvironment]: number }): LiveLimits {
  return {
    clientQueueEvents: values.LIVE_QUEUE_EVENTS,
    clientQueueBytes: values.LIVE_QUEUE_BYTES,
    sockets: {
      perViewer: values.SOCKETS_PER_VIEWER,
      perAddress: values.SOCKETS_PER_ADDRESS,
      messagesPerSecond: values.MESSAGES_PER_SECOND,
      messageBurst: values.MESSAGE_BURST,
      idleMs: values.SOCKET_IDLE_MS,
    },
  };
}
