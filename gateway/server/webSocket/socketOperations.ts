import type { SubscribePayload } from 'graphql-ws';
import { ClientError } from '../../../lib/errors.ts';
import type { ReadyOperation } from '../../graph.ts';
import type { LiveViewer } from '../../identity/liveViewer.ts';
import type { EndReason } from '../../subscribe/liveObserver.ts';
import { errorsText } from '../answerBody.ts';
import type { Deadline } from '../deadline.ts';
import { graphqlError } from '../formatError.ts';
import { SocketAnswer } from './socketAnswer.ts';
import type { OperationSocket, SocketOperation } from './socketOperation.ts';
import type { SocketOutput } from './socketOutput.ts';
import { SocketSubscription, type SubscriptionPorts } from './socketSubscription.ts';

/** What the operations of every socket have in common. */
export interface SocketOperationsPorts extends SubscriptionPorts {
  /** Of queries and mutations. */
  readonly deadline: Deadline;
  readonly maxRunning: number;
}

/** The operations of one socket, by their ids. */
export class SocketOperations implements OperationSocket {
  readonly output: SocketOutput;
  caller: OperationSocket['caller'];
  readonly #ports: SocketOperationsPorts;
  readonly #requestId: string;
  readonly #onRest: { rest(): void };
  readonly #running = new Map<string, SocketOperation>();
  #live: LiveViewer | null = null;
  #begun = 0;

  /** `rest` is called whenever the last of them is over. */
  constructor(
    ports: SocketOperationsPorts,
    output: SocketOutput,
    { requestId, caller }: { readonly requestId: string; readonly caller: OperationSocket['caller'] },
    onRest: { rest(): void },
  ) {
    this.#ports = ports;
    this.output = output;
    this.#requestId = requestId;
    this.caller = caller;
    this.#onRest = onRest;
  }

  get live(): LiveViewer {
    if (this.#live === null) throw new Error('Nothing runs on a socket before its viewer is known');
    return this.#live;
  }

  /** Once, before anything begins. */
  set live(live: LiveViewer) {
    this.#live = live;
  }

  get size(): number {
    return this.#running.size;
  }

  get all(): Iterable<SocketOperation> {
    return this.#running.values();
  }

  has(id: string): boolean {
    return this.#running.has(id);
  }

  /** Begins an operation whose id is not in use, or refuses it with a message. Throws only for faults of ours. */
  begin(id: string, { query, operationName, variables }: SubscribePayload): void {
    const { maxRunning, graph } = this.#ports;
    if (this.#running.size >= maxRunning) {
      const says = `One socket may have ${maxRunning} operations open; complete one, or open another socket.`;
      this.#refuse(id, [graphqlError(new ClientError('LIMIT_REACHED', says, { limit: maxRunning }))]);
      return;
    }
    const ready = graph.prepare({ query, operationName, variables });
    if ('errors' in ready) {
      this.#refuse(id, ready.errors);
      return;
    }
    const operation = this.#operationOf(id, ready);
    this.#running.set(id, operation);
    operation.begin(ready);
  }

  #operationOf(id: string, { kind }: ReadyOperation): SocketOperation {
    this.#begun += 1;
    const names = { id, requestId: `${this.#requestId}.${this.#begun}` };
    return kind === 'subscription'
      ? new SocketSubscription(this.#ports, this, names)
      : new SocketAnswer(this.#ports, this, names, this.#ports.deadline);
  }

  /** Ends this operation, and never the socket. */
  #refuse(id: string, errors: Parameters<typeof errorsText>[0]): void {
    const text = errorsText(errors, { requestId: this.#requestId, log: this.#ports.log });
    this.output.answerText(`{"id":${JSON.stringify(id)},"type":"error","payload":${text}}`);
  }

  /** The peer wants no more of it; an id that is not in use is no mistake, since both ends may end an operation at the same time. */
  complete(id: string): void {
    this.#running.get(id)?.leave('client_left');
  }

  over(operation: SocketOperation): void {
    if (this.#running.get(operation.id) === operation) this.#running.delete(operation.id);
    if (this.#running.size === 0) this.#onRest.rest();
  }

  viewerChanged(): void {
    for (const operation of this.#running.values()) operation.viewerChanged();
  }

  viewerGone(reason: ClientError): void {
    for (const operation of this.#running.values()) operation.viewerGone(reason);
  }

  leave(reason: EndReason): void {
    for (const operation of this.#running.values()) operation.leave(reason);
  }
}
