/** One metric, as Prometheus is told of it. */
export interface MetricRow {
  /** Prometheus conventions: base units, `_total` on counters. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** What the number counts, or the unit that it is in. */
  readonly unit: string;
  readonly labels: readonly string[];
  readonly help: string;
  /** Upper bounds of a histogram, ascending. */
  readonly buckets?: readonly number[];
}

/** Every metric of our own; docs/reference/metrics.md is printed from this table. */
export const metricTable = {
  streams: {
    name: 'weft_live_streams',
    type: 'gauge',
    unit: 'streams',
    labels: ['subgraph'],
    help: 'Streams that are open to a subgraph, each shared by all clients of equal operation, variables and audience.',
  },
  clients: {
    name: 'weft_live_clients',
    type: 'gauge',
    unit: 'subscriptions',
    labels: [],
    help: 'Subscriptions of clients that are open, at all doors.',
  },
  received: {
    name: 'weft_live_events_received_total',
    type: 'counter',
    unit: 'events',
    labels: ['subgraph'],
    help: 'Events that came from a subgraph.',
  },
  delivered: {
    name: 'weft_live_events_delivered_total',
    type: 'counter',
    unit: 'events',
    labels: [],
    help: "Events written to clients' connections: one event for a thousand clients counts a thousand times.",
  },
  merged: {
    name: 'weft_live_events_merged_total',
    type: 'counter',
    unit: 'events',
    labels: [],
    help: 'Events that went up in a newer one of the same key, in the queue of a client that reads too slowly.',
  },
  ended: {
    name: 'weft_live_ended_total',
    type: 'counter',
    unit: 'subscriptions',
    labels: ['reason'],
    help: 'Subscriptions of clients that have ended, by the reason.',
  },
  lag: {
    name: 'weft_live_lag_seconds',
    type: 'histogram',
    unit: 'seconds',
    labels: [],
    help: 'From the commit of an event until it was handed to the connections of its clients.',
    // From a commit on the same machine to what has waited for a subgraph that was away.
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  },
  resumed: {
    name: 'weft_live_streams_resumed_total',
    type: 'counter',
    unit: 'streams',
    labels: ['subgraph'],
    help: 'Times that a stream lost its subgraph and was opened again behind its last event.',
  },
  operations: {
    name: 'weft_operations_total',
    type: 'counter',
    unit: 'operations',
    labels: ['door', 'outcome'],
    help: 'Operations by door (`http` with its event streams, `websocket`) and outcome: `answered`, `partial` (data and errors), `failed` (no data), `refused` (never ran), `opened` (a subscription; how it ended is in `weft_live_ended_total`).',
  },
  responses: {
    name: 'weft_http_responses_total',
    type: 'counter',
    unit: 'responses',
    labels: ['status'],
    help: 'Responses over HTTP, of every address, by their status. One that streams is counted at its end.',
  },
  planning: {
    name: 'weft_planning_seconds',
    type: 'histogram',
    unit: 'seconds',
    labels: [],
    help: 'How long making a plan took. Plans that were remembered are not made again, so the count is that of plans built.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  },
} as const satisfies Record<string, MetricRow>;
