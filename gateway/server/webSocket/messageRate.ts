/** How many messages one peer may send. */
export interface MessageRateLimits {
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
}

/** Lets through a burst of messages, and so many a second in the long run. */
export class MessageRate {
  readonly #limits: MessageRateLimits;
  #left: number;
  #atMs: number;

  constructor(limits: MessageRateLimits, nowMs: number) {
    this.#limits = limits;
    this.#left = limits.messageBurst;
    this.#atMs = nowMs;
  }

  /** One message has come; false when it is one too many. Times are those of a clock that never goes back. */
  take(nowMs: number): boolean {
    const { messagesPerSecond, messageBurst } = this.#limits;
    this.#left = Math.min(messageBurst, this.#left + ((nowMs - this.#atMs) * messagesPerSecond) / 1_000);
    this.#atMs = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
