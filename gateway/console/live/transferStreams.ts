import { TransferProgressDocument } from '../../client/documents.generated.ts';
import type { LiveClient, LiveSubscription } from '../../client/liveClient.ts';
import type { Store } from './store.ts';
import { streamHandlers } from './streamHandlers.ts';
import { transferTold } from './transferProgress.ts';
import type { WallState } from './wallState.ts';

/** The progress of each transfer on the wall, as long as it goes on. */
export class TransferStreams {
  readonly #client: LiveClient;
  readonly #store: Store<WallState>;
  readonly #open = new Map<string, LiveSubscription>();

  constructor(client: LiveClient, store: Store<WallState>) {
    this.#client = client;
    this.#store = store;
  }

  /** Begins to follow those that are new, and leaves those that have ended or are not on the wall any more. */
  followAll(): void {
    const { transfers } = this.#store.value;
    for (const [id, subscription] of this.#open) {
      if (transfers.get(id)?.endedAtMs !== null) {
        subscription.close();
        this.#open.delete(id);
      }
    }
    for (const [id, { endedAtMs }] of transfers) {
      if (endedAtMs === null && !this.#open.has(id)) this.#open.set(id, this.#follow(id));
    }
  }

  #follow(id: string): LiveSubscription {
    const handlers = streamHandlers(this.#store, 'transfers', transferTold, () => undefined);
    return this.#client.subscribe(TransferProgressDocument, { id }, handlers);
  }
}
