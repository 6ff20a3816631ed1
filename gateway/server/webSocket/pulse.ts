import type { ReadingProgress } from './socketOutput.ts';

/** How long a peer may be silent, in milliseconds. */
export interface PulseTimes {
  /** Between two looks, and between two pings. */
  readonly periodMs: number;
  /** How long it may take nothing of what waits for it. */
  readonly stallMs: number;
}

/** Whether one peer is there: it answers pings, or takes what waits for it. */
export class Pulse {
  /** How many pings were sent. The count goes with each, so that a peer that does not read cannot answer it. */
  #sent = 0;
  #answered = 0;
  #silentMs = 0;

  answered(data: Buffer): void {
    this.#answered = Math.max(this.#answered, Number(data.toString()) || 0);
  }

  /**
   * What to do at this look: `gone` for a peer that has left a ping unanswered from one look to the next, `stalled` for one that has taken nothing of what
   * waits for it for `stallMs`. A peer that is slow, and reads, does not have to answer: the ping stands behind what it has not read.
   */
  look(
    { waitingBytes, hasRead }: ReadingProgress,
    { periodMs, stallMs }: PulseTimes,
  ): 'ping' | 'wait' | 'gone' | 'stalled' {
    const isAnswered = this.#answered >= this.#sent;
    const isAlive = hasRead || (isAnswered && waitingBytes === 0);
    this.#silentMs = isAlive ? 0 : this.#silentMs + periodMs;
    if (waitingBytes > 0 && this.#silentMs >= stallMs) return 'stalled';
    if (waitingBytes === 0 && this.#silentMs >= periodMs) return 'gone';
    return isAnswered ? 'ping' : 'wait';
  }

  /** What the next ping carries. */
  nextPing(): string {
    this.#sent += 1;
    return String(this.#sent);
  }
}
