import { ClientError } from '../../../lib/errors.ts';
import { untilAborted } from '../../../lib/untilAborted.ts';
import type { AnswerText, IncrementalAnswer, ReadyOperation } from '../../graph.ts';
import type { Deadline } from '../deadline.ts';
import { graphqlError } from '../formatError.ts';
import { incrementalParts } from '../incrementalParts.ts';
import { clientLeft, type LiveOperation } from '../liveOperations.ts';
import { type OperationNames, type OperationPorts, type OperationSocket, SocketOperation } from './socketOperation.ts';

/** Answers that a peer has not read are kept up to so many bytes for one socket; what is answered beyond that is told to be. */
const maxUnreadBytes = 64 * 1024 * 1024;

const unread = (): ClientError =>
  new ClientError(
    'TOO_SLOW',
    'The operation has ended, but too many answers before it are not read yet: its own was dropped.',
  );

/** A query or mutation on a socket: one result, or what is deferred in parts, and then it is complete. */
export class SocketAnswer extends SocketOperation {
  readonly #ports: OperationPorts;
  readonly #operation: LiveOperation;

  constructor(ports: OperationPorts, socket: OperationSocket, names: OperationNames, deadline: Deadline) {
    super(socket, ports.log, names);
    this.#ports = ports;
    this.#operation = ports.operations.begin('answer', deadline);
  }

  override begin(ready: ReadyOperation): void {
    this.#operation.onAbort((reason) => {
      if (reason instanceof ClientError) this.#finish({ errors: [graphqlError(reason)] });
    });
    if (!this.isOver) void this.#run(ready);
  }

  override leave(): void {
    if (this.isOver) return;
    this.#operation.abort(clientLeft);
    this.#end();
  }

  /** It has begun, and is soon over. */
  override viewerChanged(): void {}

  override viewerGone(): void {}

  /** Never rejects. */
  async #run(ready: ReadyOperation): Promise<void> {
    try {
      await this.socket.live.current();
      if (this.isOver) return;
      const answer = await this.#ports.graph.answer(ready, this.contextOf(this.#operation));
      if ('subsequent' in answer) await this.#sendParts(answer);
      else this.#finish(answer);
    } catch (thrown) {
      this.#finish({ errors: [graphqlError(thrown)] });
    }
  }

  /** The form of August 2022: this door has no header to choose one by. No faster than the peer reads. */
  async #sendParts(answer: IncrementalAnswer): Promise<void> {
    const { output } = this.socket;
    const { signal } = this.#operation;
    for await (const text of incrementalParts(answer, 'deferSpec=20220824', signal, this.site)) {
      if (this.isOver) return;
      output.answer([{ head: this.head, body: Buffer.from(text) }]);
      await untilAborted(output.room(), signal);
    }
    if (this.isOver) return;
    output.answer(this.lastParts(null));
    this.#end();
  }

  #finish(last: AnswerText): void {
    if (this.isOver) return;
    const { output } = this.socket;
    const isUnread = output.waitingBytes > maxUnreadBytes;
    output.answer(this.lastParts(isUnread ? { errors: [graphqlError(unread())] } : last));
    this.#end();
  }

  #end(): void {
    this.#operation.end();
    this.finished();
  }
}
