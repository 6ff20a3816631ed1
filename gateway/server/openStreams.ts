import { ClientError } from '../../lib/errors.ts';
import { addressKey } from './addressKey.ts';
import { CountsByKey } from './countsByKey.ts';
import type { StreamCounts } from './streamLimits.ts';

/** Whom a stream counts for. */
export interface StreamOwner {
  /** Null for somebody who has not signed in: counted by address alone. */
  readonly identity: { readonly issuer: string; readonly subject: string } | null;
  readonly address: string | undefined;
}

/** The subscriptions that are open over HTTP, counted. */
export class OpenStreams {
  readonly #viewers: CountsByKey;
  readonly #addresses: CountsByKey;

  constructor({ perViewer, perAddress }: StreamCounts) {
    this.#viewers = new CountsByKey(perViewer);
    this.#addresses = new CountsByKey(perAddress);
  }

  /**
   * One more, until the function is called.
   * @throws ClientError LIMIT_REACHED when its viewer or its address has too many.
   */
  enter({ identity, address }: StreamOwner): () => void {
    const place = addressKey(address);
    const person = identity === null ? null : JSON.stringify([identity.issuer, identity.subject]);
    if (!this.#addresses.hasRoom(place)) throw tooMany('One address', this.#addresses.limit);
    if (person !== null && !this.#viewers.enter(person)) throw tooMany('One viewer', this.#viewers.limit);
    this.#addresses.enter(place);
    return () => {
      this.#addresses.leave(place);
      if (person !== null) this.#viewers.leave(person);
    };
  }
}

const tooMany = (who: string, limit: number): ClientError =>
  new ClientError('LIMIT_REACHED', `${who} may have ${limit} subscriptions open over HTTP; close one first.`, {
    limit,
  });
