import type { ClientError } from '../../lib/errors.ts';
import { type EventBuffer, type EventBufferLimits, eventBuffer } from './eventBuffer.ts';
import type { GraphqlSocket, GraphqlSocketListener, OperationMessage } from './graphqlSocket.ts';
import { operationBody } from './operationBody.ts';
import { connectionLost, farewell, malformedStream, readTooSlowly } from './streamFaults.ts';
import { subgraphAnswer, subgraphErrors } from './subgraphAnswer.ts';
import type { SubgraphRequest, SubgraphResponse } from './subgraphClient.ts';

/** What the sockets of one subgraph have in common. */
export interface SharedSocketOptions {
  readonly name: string;
  readonly maxSubscriptions: number;
  /** A larger event ends its stream, and no other. */
  readonly maxMessageBytes: number;
  readonly waiting: EventBufferLimits;
  /** How long a socket without subscriptions is kept for the next one, in milliseconds. */
  readonly lingerMs: number;
  /** Begins a connection on behalf of whoever made the request. */
  connect(request: SubgraphRequest, listener: GraphqlSocketListener): Promise<GraphqlSocket>;
}

/** One subscription on the socket. */
interface Operation {
  /** The payload of its `subscribe` message. */
  readonly body: string;
  readonly events: EventBuffer;
  /** The subgraph was asked. */
  onOpened(): void;
  /** Before or after it was opened. */
  onFailed(error: unknown): void;
}

/** One socket for everybody of one audience. What happens to one subscription does not touch another, as long as the socket lasts. */
export class SharedSocket implements GraphqlSocketListener {
  readonly #options: SharedSocketOptions;
  readonly #onOver: () => void;
  readonly #operations = new Map<string, Operation>();
  #socket: GraphqlSocket | null = null;
  #state: 'connecting' | 'ready' | 'over' = 'connecting';
  /** The subgraph is stopping: what runs may end, and the next subscription goes where another socket leads. */
  #isRetired = false;
  #lastId = 0;
  #linger: NodeJS.Timeout | undefined;

  /** Connects on behalf of whoever makes the first request. `onOver` is called once, when the socket takes no more subscriptions. */
  constructor(options: SharedSocketOptions, first: SubgraphRequest, onOver: () => void) {
    this.#options = options;
    this.#onOver = onOver;
    options.connect(first, this).then(
      (socket) => {
        this.#socket = socket;
        if (this.#state === 'over') socket.close();
      },
      (thrown: unknown) => this.#fail(thrown),
    );
  }

  get hasRoom(): boolean {
    return this.#state !== 'over' && !this.#isRetired && this.#operations.size < this.#options.maxSubscriptions;
  }

  /** Resolves when the subgraph has been asked. There must be room. */
  subscribe(request: SubgraphRequest, signal: AbortSignal): Promise<AsyncIterableIterator<SubgraphResponse>> {
    clearTimeout(this.#linger);
    this.#lastId += 1;
    const id = String(this.#lastId);
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        void events.stream.return?.();
        reject(signal.reason); // does nothing once the stream is open
      };
      const events = eventBuffer(this.#options.waiting, () => {
        signal.removeEventListener('abort', onAbort);
        this.#onLeft(id);
      });
      signal.addEventListener('abort', onAbort, { once: true });
      const operation: Operation = {
        body: operationBody(request),
        events,
        onOpened: () => resolve(events.stream),
        onFailed(error) {
          reject(error);
          events.end(error instanceof Error ? error : new Error(String(error)));
        },
      };
      this.#operations.set(id, operation);
      if (this.#state === 'ready') this.#begin(id, operation);
    });
  }

  /** Breaks what runs on it. */
  close(): void {
    this.#fail(connectionLost(this.#options.name, new Error('The client was closed')));
  }

  onReady(): void {
    this.#state = 'ready';
    for (const [id, operation] of this.#operations) this.#begin(id, operation);
  }

  onMessage(message: OperationMessage, bytes: number): void {
    const operation = this.#operations.get(message.id);
    if (operation === undefined) return; // its reader has left while this was on the way
    if (message.type === 'complete') this.#end(message.id, operation);
    else {
      const error = this.#take(message, operation.events, bytes);
      if (error !== null) this.#cut(message.id, operation, error);
      else if (message.type === 'error') this.#end(message.id, operation);
    }
  }

  onBroken(error: ClientError): void {
    this.#fail(error);
  }

  #begin(id: string, { body, onOpened }: Operation): void {
    this.#socket?.send(`{"id":"${id}","type":"subscribe","payload":${body}}`);
    onOpened();
  }

  /** Null when the stream can go on. */
  #take({ type, payload }: OperationMessage, events: EventBuffer, bytes: number): ClientError | null {
    const { name, maxMessageBytes } = this.#options;
    if (bytes > maxMessageBytes) return malformedStream(name, `sent an event of more than ${maxMessageBytes} bytes`);
    const response = type === 'error' ? refusal(payload) : subgraphAnswer(payload);
    if (response === null) return malformedStream(name, 'sent an event that is not GraphQL');
    const last = farewell(name, response);
    if (last === null) return events.push(response, bytes) === 'full' ? readTooSlowly(name) : null;
    if (response.errors?.some(({ extensions }) => extensions?.['code'] === 'SHUTTING_DOWN')) this.#isRetired = true;
    return last;
  }

  /** The subgraph has nothing more to say. */
  #end(id: string, operation: Operation): void {
    this.#operations.delete(id);
    operation.events.end();
    this.#lingerWhenEmpty();
  }

  /** The subgraph would say more, which is of no use. */
  #cut(id: string, { events }: Operation, error: ClientError): void {
    this.#leave(id);
    events.end(error);
  }

  #onLeft(id: string): void {
    if (this.#operations.has(id)) this.#leave(id);
  }

  #leave(id: string): void {
    this.#operations.delete(id);
    if (this.#state === 'ready') this.#socket?.send(`{"id":"${id}","type":"complete"}`);
    this.#lingerWhenEmpty();
  }

  #lingerWhenEmpty(): void {
    if (this.#state === 'over' || this.#operations.size > 0) return;
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => this.#over(), this.#options.lingerMs);
  }

  #fail(error: unknown): void {
    if (this.#state === 'over') return;
    this.#over();
    const left = [...this.#operations.values()];
    this.#operations.clear();
    for (const operation of left) operation.onFailed(error);
  }

  #over(): void {
    this.#state = 'over';
    clearTimeout(this.#linger);
    this.#socket?.close();
    this.#onOver();
  }
}

/** The payload of an `error` message as the only result of its operation; null when it is none. */
function refusal(payload: unknown): SubgraphResponse | null {
  const errors = subgraphErrors(payload);
  return errors === null ? null : { errors };
}
