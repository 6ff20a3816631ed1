import type { ClientError } from '../../../lib/errors.ts';
import type { Log } from '../../../lib/log.ts';
import type { AnswerText, Graph, ReadyOperation, RequestContext } from '../../graph.ts';
import type { LiveViewer } from '../../identity/liveViewer.ts';
import type { EndReason } from '../../subscribe/liveObserver.ts';
import { answerBody } from '../answerBody.ts';
import type { ErrorSite } from '../formatError.ts';
import type { LiveOperation, LiveOperations } from '../liveOperations.ts';
import type { MessageParts } from './frames.ts';
import type { SocketOutput } from './socketOutput.ts';

/** What every operation at the door needs of the rest of the server. */
export interface OperationPorts {
  readonly graph: Graph;
  readonly operations: LiveOperations;
  readonly log: Log;
}

/** The socket that an operation runs on. */
export interface OperationSocket {
  readonly output: SocketOutput;
  readonly live: LiveViewer;
  readonly caller: Pick<RequestContext, 'headers' | 'explain'>;
  /** The operation has sent its last message, or sends none. */
  over(operation: SocketOperation): void;
}

/** What an operation is called: by its client, and in the log. */
export interface OperationNames {
  readonly id: string;
  readonly requestId: string;
}

const nothing = Buffer.alloc(0);

/** One operation on a socket, from `subscribe` to its last message. */
export abstract class SocketOperation {
  readonly id: string;
  readonly requestId: string;
  readonly #log: Log;
  protected readonly socket: OperationSocket;
  /** Everything of a `next` message that stands before its payload. */
  protected readonly head: Buffer;
  #isOver = false;
  #whenOver: (() => void) | null = null;

  constructor(socket: OperationSocket, log: Log, { id, requestId }: OperationNames) {
    this.socket = socket;
    this.#log = log;
    this.id = id;
    this.requestId = requestId;
    this.head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  }

  abstract begin(ready: ReadyOperation): void;

  /** Nobody reads what it would still send: it ends in silence. Safe to call when it is over. */
  abstract leave(reason: EndReason): void;

  /** It goes on on behalf of what `live.viewer` says now. */
  abstract viewerChanged(): void;

  abstract viewerGone(reason: ClientError): void;

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Calls back when it is over. There is one listener at a time. */
  whenOver(listener: () => void): void {
    if (this.#isOver) listener();
    else this.#whenOver = listener;
  }

  protected get site(): ErrorSite {
    return { requestId: this.requestId, log: this.#log };
  }

  protected finished(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.socket.over(this);
    this.#whenOver?.();
  }

  /** A result as a message. */
  protected nextParts(answer: AnswerText): MessageParts {
    const body = answerBody(answer, this.site);
    return { head: this.head, body: typeof body === 'string' ? Buffer.from(body) : body };
  }

  /** The last messages: a result, when there is one, and that there are no more. */
  protected lastParts(last: AnswerText | null): MessageParts[] {
    const complete = { head: Buffer.from(`{"id":${JSON.stringify(this.id)},"type":"complete"`), body: nothing };
    return last === null ? [complete] : [this.nextParts(last), complete];
  }

  protected contextOf(operation: LiveOperation): RequestContext {
    const { live, caller } = this.socket;
    return {
      viewer: live.viewer,
      requestId: this.requestId,
      headers: caller.headers,
      scopes: live.identity?.scopes,
      explain: caller.explain,
      inParts: true,
      get signal() {
        return operation.signal; // made only for those who ask
      },
    };
  }
}
