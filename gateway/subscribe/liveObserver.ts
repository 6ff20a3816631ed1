/** Why a client's part in a subscription ended. */
export type EndReason =
  | 'client_left'
  | 'server_shutdown'
  | 'supergraph_changed'
  | 'source_completed'
  | 'source_failed'
  | 'too_slow'
  | 'unauthorized';

/** Is told what happens to subscriptions; counts it. None of these throws. */
export interface LiveObserver {
  /** A stream of a subgraph is open, shared by however many; the function is called when it has closed. */
  streamOpened(subgraph: string): () => void;
  /** A client has begun; the function is called when it has ended. */
  clientJoined(): (reason: EndReason) => void;
  /** An event came from a subgraph. */
  eventReceived(subgraph: string): void;
  /** Events were written to clients' connections. */
  eventsDelivered(count: number): void;
  /** An older event went up in a newer one, in the queue of a slow client. */
  eventMerged(): void;
  /** Milliseconds from the commit of an event until it was handed to the connections of its clients. */
  lag(ms: number): void;
  /** A stream lost its subgraph and was opened again behind its last event. */
  streamResumed(subgraph: string): void;
}

const nothing = (): void => undefined;

/** Counts nothing. */
export const noObserver: LiveObserver = {
  streamOpened: () => nothing,
  clientJoined: () => nothing,
  eventReceived: nothing,
  eventsDelivered: nothing,
  eventMerged: nothing,
  lag: nothing,
  streamResumed: nothing,
};
