import type {
  CenterWallSubscription,
  JobWallSubscription,
  LinkTelemetrySubscription,
  MovingTransfersQuery,
  NetworkMapQuery,
  TransferProgressSubscription,
} from '../../client/documents.generated.ts';
import type { Connection } from './connection.ts';
import type { StreamFacts, StreamName } from './streamFacts.ts';

/** One value at a moment, milliseconds since the epoch. */
export interface Sample {
  readonly atMs: number;
  readonly value: number;
}

/** A center as its last event told it, and how much of its cores was in use before. */
export interface CenterView {
  readonly center: CenterWallSubscription['centerStatus']['center'];
  /** Cores in use, in percent. */
  readonly history: readonly Sample[];
}

export interface LinkView {
  readonly link: LinkTelemetrySubscription['linkTelemetry']['link'];
  /** The busier direction, in percent of the capacity; bits per second of both where that is not known. */
  readonly history: readonly Sample[];
}

export type JobFacts = JobWallSubscription['jobEvents']['job'];

/** What is known of a transfer from the list, beside what its progress tells. */
export type TransferFacts = MovingTransfersQuery['moving']['nodes'][number];

export interface TransferView {
  readonly facts: TransferFacts;
  readonly progress: Omit<TransferProgressSubscription['transferStatus']['transfer'], 'path' | 'job'>;
  /** Bits per second. */
  readonly rates: readonly Sample[];
  /** When it ended, as far as this page has seen it; null while it goes on. */
  readonly endedAtMs: number | null;
  /** Since when the list of those that move has it no more. */
  readonly unlistedAtMs: number | null;
}

/** One line of what happened. */
export interface FeedEntry {
  /** Unique on this page. */
  readonly key: number;
  readonly stream: StreamName;
  readonly cursor: string | null;
  readonly at: string;
  readonly subject: string;
  readonly text: string;
}

/** Total traffic of the backbone, bits per second. */
export interface TrafficSample {
  readonly atMs: number;
  readonly bps: number;
}

/** Everything that the wall shows: never changed, only replaced. */
export interface WallState {
  /** Null until it was had once. */
  readonly map: NetworkMapQuery | null;
  readonly centers: ReadonlyMap<string, CenterView>;
  readonly links: ReadonlyMap<string, LinkView>;
  readonly jobs: ReadonlyMap<string, JobFacts>;
  readonly transfers: ReadonlyMap<string, TransferView>;
  /** All that move, also those that are not followed. */
  readonly movingCount: number;
  readonly traffic: readonly TrafficSample[];
  /** The newest first. */
  readonly feed: readonly FeedEntry[];
  readonly streams: ReadonlyMap<StreamName, StreamFacts>;
  readonly connection: Connection;
  /** Whether the page knows on whose behalf it asks: else there are no jobs and no transfers. */
  readonly hasViewer: boolean;
}

export function emptyWall(hasViewer: boolean, nowMs: number): WallState {
  return {
    map: null,
    centers: new Map(),
    links: new Map(),
    jobs: new Map(),
    transfers: new Map(),
    movingCount: 0,
    traffic: [],
    feed: [],
    streams: new Map(),
    connection: { kind: 'connecting', sinceMs: nowMs },
    hasViewer,
  };
}
