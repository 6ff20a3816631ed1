import WebSocket from 'ws';

/** What a client got: events of the log by their number, over all its connections. */
export interface ResumingClient extends AsyncDisposable {
  readonly numbers: readonly number[];
  /** True when it has the whole present state. */
  readonly hasState: boolean;
  readonly connections: number;
  /** Results that carried errors, and gaps. */
  readonly complaints: readonly string[];
}

interface Result {
  readonly id?: string;
  readonly type: string;
  readonly payload?: {
    readonly data?: { readonly centerStatus: Event } | null;
    readonly errors?: readonly { readonly extensions?: { readonly resumable?: boolean } }[];
  };
}

interface Event {
  readonly cursor: string;
  readonly gap: object | null;
  readonly cause: { readonly kind: string; readonly message: string };
}

/** Follows every center and reads the numbers in the causes of its events. */
export const numberedWall = `subscription ($after: Cursor) {
  centerStatus(after: $after) { cursor gap { reason } cause { kind message } center { id name accessCircuit { utilization(windowSeconds: 60) { percent } } } }
}`;

/** The cause that makes an event the `n`-th. */
export const numberedCause = (n: number) => ({ kind: 'OCCUPANCY', message: `number ${n}` }) as const;

/** A client that comes back at once, with its last cursor, whenever its connection is cut. */
export function resumingClient(url: string): ResumingClient {
  const address = `${url.replace(/^http/, 'ws')}/graphql`;
  const numbers: number[] = [];
  const complaints: string[] = [];
  let cursor: string | null = null;
  let present = 0;
  let hasState = false;
  let connections = 0;
  let isOver = false;
  let socket: WebSocket;

  const take = (event: Event): void => {
    cursor = event.cursor;
    if (event.gap !== null) complaints.push(JSON.stringify(event.gap));
    const number = /^number (\d+)$/.exec(event.cause.message)?.[1];
    if (number !== undefined) numbers.push(Number(number));
    if (event.cause.kind === 'CURRENT_STATE') present += 1;
    // A cursor inside the present state ends in a mark that says so.
    hasState ||= present > 0 && !Buffer.from(event.cursor, 'base64url').toString('latin1').endsWith('!');
  };
  const subscribe = (): void => {
    const payload = { query: numberedWall, variables: cursor === null ? {} : { after: cursor } };
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
  };
  const receive = (text: string): void => {
    const { type, payload } = JSON.parse(text) as Result;
    if (type === 'connection_ack') subscribe();
    else if (type === 'ping') socket.send('{"type":"pong"}');
    else if (type === 'next' && payload?.data) take(payload.data.centerStatus);
    else if (type === 'next' && !payload?.errors?.some((error) => error.extensions?.resumable === true))
      complaints.push(text);
    else if (type === 'error') complaints.push(text);
    else if (type === 'complete') subscribe();
  };
  const connect = (): void => {
    if (isOver) return;
    socket = new WebSocket(address, 'graphql-transport-ws', { perMessageDeflate: false });
    connections += 1;
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('message', (data) => receive(data.toString()));
    socket.on('error', () => undefined); // its close follows
    socket.on('close', () => setImmediate(connect));
  };
  connect();
  return {
    numbers,
    complaints,
    get hasState() {
      return hasState;
    },
    get connections() {
      return connections;
    },
    async [Symbol.asyncDispose]() {
      isOver = true;
      socket.terminate();
    },
  };
}
