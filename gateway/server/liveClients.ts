import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Viewer } from '../../lib/viewer.ts';
import type { VerifiedIdentity } from '../identity/verifiedIdentity.ts';
import type { ViewerSource } from '../identity/viewerSource.ts';

/** Of whom something else may be true now: one identity, or any of them. */
type ViewerChange = { readonly issuer: string; readonly subject: string } | 'everybody';

/** A source that may tell when somebody is another viewer than before. The function that it returns ends that. */
type ChangingViewers = ViewerSource & {
  readonly onChange?: ((listener: (change: ViewerChange) => void) => () => void) | undefined;
};

/** Is told what becomes of the viewer on whose behalf it holds something open. */
export interface LiveClient {
  viewerChanged(viewer: Viewer): void;
  /** Nothing may go on on that viewer's behalf. */
  viewerGone(reason: ClientError): void;
}

interface Followed {
  readonly identity: VerifiedIdentity;
  readonly client: LiveClient;
  /** Grows with each news: an answer that was asked for before is not used. */
  news: number;
}

const keyOf = ({ issuer, subject }: { readonly issuer: string; readonly subject: string }): string =>
  JSON.stringify([issuer, subject]);

/** The clients of streams that are open, by the people who opened them: learns of each change what the viewer may do now, and tells. */
export class LiveClients {
  readonly #viewers: ChangingViewers;
  readonly #log: Log;
  readonly #people = new Map<string, Set<Followed>>();
  readonly #stopListening: (() => void) | undefined;

  constructor(viewers: ChangingViewers, log: Log) {
    this.#viewers = viewers;
    this.#log = log;
    this.#stopListening = viewers.onChange?.((change) => void this.changed(change));
  }

  /** How many people have something open. */
  get size(): number {
    return this.#people.size;
  }

  /** Tells the client until the function is called. Of somebody who has not signed in nothing changes. */
  follow(identity: VerifiedIdentity | null, client: LiveClient): () => void {
    if (identity === null) return () => undefined;
    const key = keyOf(identity);
    const followed: Followed = { identity, client, news: 0 };
    const others = this.#people.get(key) ?? new Set();
    this.#people.set(key, others.add(followed));
    return () => {
      followed.news += 1;
      others.delete(followed);
      if (others.size === 0 && this.#people.get(key) === others) this.#people.delete(key);
    };
  }

  /** Asks again about everybody whom a change may be about. Never rejects. */
  async changed(change: ViewerChange): Promise<void> {
    const sets = change === 'everybody' ? [...this.#people.values()] : [this.#people.get(keyOf(change)) ?? []];
    await Promise.all(sets.flatMap((followed) => [...followed].map((one) => this.#askAgain(one))));
  }

  /** Listens to nothing any more. */
  stop(): void {
    this.#stopListening?.();
  }

  async #askAgain(one: Followed): Promise<void> {
    one.news += 1;
    const { news, identity, client } = one;
    try {
      const viewer = await this.#viewers.viewerOf(identity);
      if (news === one.news) client.viewerChanged(viewer);
    } catch (cause) {
      if (news !== one.news) return;
      if (cause instanceof ClientError) return client.viewerGone(cause);
      this.#log.error({ cause }, 'What a viewer may do now could not be found out; what is open for them ends');
      const says = 'What the viewer may do now could not be found out; connect again with the last cursor.';
      client.viewerGone(new ClientError('SUBGRAPH_UNAVAILABLE', says, { resumable: true }));
    }
  }
}
