import {
  CenterWallDocument,
  JobWallDocument,
  LinkTelemetryDocument,
  MovingTransfersDocument,
  NetworkMapDocument,
} from '../../client/documents.generated.ts';
import { type LiveClient, liveClient } from '../../client/liveClient.ts';
import type { LiveTimes } from '../../client/liveTimes.ts';
import { centerTold } from './centerStatus.ts';
import { jobTold } from './jobChange.ts';
import { linkMeasured } from './linkTelemetry.ts';
import { pageToken } from './pageToken.ts';
import { type Repeating, repeating } from './repeating.ts';
import { createStore, type Store } from './store.ts';
import { streamHandlers } from './streamHandlers.ts';
import { caughtUp } from './streamTold.ts';
import { transfersListed } from './transferProgress.ts';
import { TransferStreams } from './transferStreams.ts';
import { emptyWall, type WallState } from './wallState.ts';

/** The wall, open. */
export interface Wall {
  readonly store: Store<WallState>;
  /** Tries at once what waits for its next attempt. */
  retry(): void;
}

/** How often what has no stream is asked for, in milliseconds. */
const mapMs = 60_000;
const transfersMs = 5_000;
/** While it could not be had yet. */
const hurryMs = 2_000;

/** So many transfers are followed at a time. */
const maxFollowed = 8;

/** What comes so soon after coming back was missed. */
const catchUpMs = 2_000;

/** A screen that people look at comes back sooner than programs have to. */
const times: Partial<LiveTimes> = { retryMaxMs: 15_000, pingMs: 5_000 };

/** Follows everything that the wall shows. Never throws; what cannot be had is tried again. */
export function openWall(): Wall {
  const token = pageToken();
  const client = liveClient({ url: '/graphql', token, times });
  const store = createStore(emptyWall(token !== null, Date.now()));
  const polls = [pollMap(client, store)];
  const cameBack = (): void => {
    for (const poll of polls) poll.soon();
    setTimeout(() => store.update(caughtUp), catchUpMs);
  };
  client.subscribe(CenterWallDocument, {}, streamHandlers(store, 'centers', centerTold, cameBack));
  client.subscribe(
    LinkTelemetryDocument,
    {},
    streamHandlers(store, 'links', linkMeasured, () => undefined),
  );
  if (token !== null) {
    client.subscribe(
      JobWallDocument,
      {},
      streamHandlers(store, 'jobs', jobTold, () => undefined),
    );
    polls.push(pollTransfers(client, store));
  }
  return { store, retry: () => client.retry() };
}

/** Where everything is, and what changes seldom. */
function pollMap(client: LiveClient, store: Store<WallState>): Repeating {
  const load = async (): Promise<void> => {
    const { data } = await client.query(NetworkMapDocument, {});
    if (data) store.update((state) => ({ ...state, map: data }));
  };
  return repeating(load, () => (store.value.map === null ? hurryMs : mapMs));
}

/** There is no stream that tells of new transfers: their list is asked for, and each is followed. */
function pollTransfers(client: LiveClient, store: Store<WallState>): Repeating {
  const streams = new TransferStreams(client, store);
  const load = async (): Promise<void> => {
    const { data } = await client.query(MovingTransfersDocument, {});
    if (!data) return;
    store.update((state) => transfersListed(state, data, maxFollowed, Date.now()));
    streams.followAll();
  };
  return repeating(load, () => transfersMs);
}
