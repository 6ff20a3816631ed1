import type {
  AnswerText,
  OpenSubscription,
  ReadyOperation,
  RequestContext,
  Subscriber,
  SubscriptionEvent,
} from '../graph.ts';
import type { SharedStream } from './sharedStream.ts';

/** What a client may do with its subscription, as those who run it see it. */
export interface MemberOwner {
  left(member: Member): void;
  renewed(member: Member): void;
}

/** One client's part in a subscription. */
export class Member implements OpenSubscription {
  /** Null while it is being planned, between two streams, and when it is over. */
  stream: SharedStream | null = null;
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
