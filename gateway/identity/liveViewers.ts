import type { Log } from '../../lib/log.ts';
import { type Expiring, ExpiryQueue } from './expiryQueue.ts';
import type { VerifiedIdentity } from './verifiedIdentity.ts';
import { personKey, type ViewerChange, type ViewerSource } from './viewerSource.ts';

/** Somebody who is looked after. */
export interface FollowedViewer extends Expiring {
  /** Null is anonymous, of whom nothing changes. Does not change while it is looked after. */
  readonly identity: VerifiedIdentity | null;
  /** Something has changed: what was asked for before is not used. */
  isDoubtful(): void;
  /** Learns what has changed. Resolves to the cause when the accounts could not say, else to null; for the last time, that ends what is open. Never rejects. */
  askAgain(isLast: boolean): Promise<unknown>;
}

/** How many people are asked about at a time when something has changed for everybody. */
const askedAtOnce = 64;
/** How long to wait before the accounts are asked again that could not answer, and how often: then nobody vouches for the viewer any more. */
const retryMs = 1_000;
const maxTries = 30;

/**
 * Everybody on whose behalf something is open at the moment, at any door. Knows when tokens expire, and asks again about those of whom something has changed,
 * so that what is open goes on only with what its viewer may see.
 */
export class LiveViewers {
  readonly source: ViewerSource;
  readonly expiry: ExpiryQueue;
  readonly #log: Log;
  readonly #people = new Map<string, Set<FollowedViewer>>();
  readonly #retries = new Set<NodeJS.Timeout>();
  readonly #stopListening: () => void;

  constructor(source: ViewerSource, log: Log, nowMs: () => number = Date.now) {
    this.source = source;
    this.#log = log;
    this.expiry = new ExpiryQueue(nowMs);
    this.#stopListening = source.onChange((change) => void this.#changed(change));
  }

  /** How many people are here. */
  get size(): number {
    return this.#people.size;
  }

  enter(one: FollowedViewer): void {
    if (one.identity === null) return;
    const key = personKey(one.identity);
    const others = this.#people.get(key);
    if (others === undefined) this.#people.set(key, new Set([one]));
    else others.add(one);
    this.expiry.add(one);
  }

  leave(one: FollowedViewer): void {
    if (one.identity === null) return;
    this.expiry.delete(one);
    const key = personKey(one.identity);
    const others = this.#people.get(key);
    others?.delete(one);
    if (others?.size === 0) this.#people.delete(key);
  }

  /** Listens to nothing any more, and waits for nothing. */
  stop(): void {
    this.#stopListening();
    for (const timer of this.#retries) clearTimeout(timer);
    this.#retries.clear();
  }

  /** Never rejects. */
  async #changed(change: ViewerChange): Promise<void> {
    const keys = change === 'everybody' ? [...this.#people.keys()] : [personKey(change)];
    // What they decide from now on must not be overtaken by an older answer.
    for (const key of keys) for (const one of this.#people.get(key) ?? []) one.isDoubtful();
    for (let from = 0; from < keys.length; from += askedAtOnce) {
      await Promise.all(keys.slice(from, from + askedAtOnce).map((key) => this.#askAgain(key, 1)));
    }
  }

  async #askAgain(key: string, tries: number): Promise<void> {
    const everyone = [...(this.#people.get(key) ?? [])];
    const settled = await Promise.all(everyone.map((one) => one.askAgain(tries >= maxTries)));
    const failure = settled.find((cause) => cause !== null);
    if (failure === undefined) return;
    if (tries === 1)
      this.#log.warn({ cause: failure }, 'The accounts could not say what a viewer may do now; they are asked again');
    if (tries >= maxTries) return;
    const timer = setTimeout(() => {
      this.#retries.delete(timer);
      void this.#askAgain(key, tries + 1);
    }, retryMs);
    this.#retries.add(timer.unref());
  }
}
