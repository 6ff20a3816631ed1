/** Where operations come in: over HTTP, with its event streams, or over WebSocket. */
export type Door = 'http' | 'websocket';

/**
 * What became of an operation: data; data and errors; no data; it never ran; or, of a subscription, that it began, since how it ends is counted with the other
 * things of subscriptions.
 */
export type OperationOutcome = 'answered' | 'partial' | 'failed' | 'refused' | 'opened';

/** What a server tells its metrics, and shows of them. None of these throws. */
export interface ServerMetrics {
  /** Counts the operations of one door. */
  operationsAt(door: Door): (outcome: OperationOutcome) => void;
  /** A response of any address over HTTP is over. */
  responded(status: number): void;
  /** Everything, in the text format of Prometheus (0.0.4). */
  text(): Promise<string>;
}
