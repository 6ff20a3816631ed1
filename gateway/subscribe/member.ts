import type {
  AnswerText,
  OpenSubscription,
  ReadyOperation,
  RequestContext,
  Subscriber,
  SubscriptionEvent,
} from '../graph.ts';
import type { StreamWork } from './completeEvent.ts';

/** What a client may do with its subscription, as those who run it see it. */
export interface MemberOwner {
  left(member: Member): void;
  renewed(member: Member): void;
}

/** The stream that a client is with, as far as that matters to whoever takes it elsewhere. */
export interface MemberStream {
  readonly key: string | null;
  readonly work: StreamWork;
  /** Behind which event the client goes on elsewhere. */
  readonly cursor: string | null;
  /** True when it cannot be gone on with elsewhere: something has come, and its field takes no cursor. */
  readonly isBound: boolean;
  replan(work: StreamWork, isOther: boolean): void;
  remove(member: Member): void;
}

/** One client's part in a subscription. */
export class Member implements OpenSubscription {
  /** Null while it is being planned, between two streams, and when it is over. */
  stream: MemberStream | null = null;
  isOver = false;
  context: RequestContext;
  /** Of the generation that it was planned by last. */
  operation: ReadyOperation;
  readonly #subscriber: Subscriber;
  readonly #owner: MemberOwner;

  constructor(operation: ReadyOperation, context: RequestContext, subscriber: Subscriber, owner: MemberOwner) {
    this.operation = operation;
    this.context = context;
    this.#subscriber = subscriber;
    this.#owner = owner;
  }

  next(events: readonly SubscriptionEvent[]): void | Promise<void> {
    return this.isOver ? undefined : this.#subscriber.next(events);
  }

  /** Ends it with a last result. */
  end(last: AnswerText | null): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#owner.left(this);
    this.#subscriber.end(last);
  }

  leave(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#owner.left(this);
    this.stream?.remove(this);
  }

  renew(context: RequestContext): void {
    if (this.isOver) return;
    this.context = context;
    this.#owner.renewed(this);
  }
}
