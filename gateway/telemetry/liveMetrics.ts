import type { Registry } from 'prom-client';
import type { EndReason, LiveObserver } from '../subscribe/liveObserver.ts';
import { distribution } from './distribution.ts';
import { metricTable } from './metricTable.ts';
import { type Tally, tallies } from './tallies.ts';

/** What is counted of one subgraph. */
interface SubgraphTallies {
  readonly received: Tally;
  readonly resumed: Tally;
  readonly opened: () => () => void;
}

/** Counts what happens to subscriptions. Nothing is allocated by events, nor for each client. */
export function liveMetrics(registry: Registry): LiveObserver {
  const streams = tallies(registry, metricTable.streams);
  const clients = tallies(registry, metricTable.clients)();
  const received = tallies(registry, metricTable.received);
  const delivered = tallies(registry, metricTable.delivered)();
  const merged = tallies(registry, metricTable.merged)();
  const ended = endTallies(registry);
  const lag = distribution(registry, metricTable.lag);
  const resumed = tallies(registry, metricTable.resumed);

  const ofSubgraph = (name: string): SubgraphTallies => {
    const open = streams(name);
    const closed = (): void => {
      open.value -= 1;
    };
    return {
      received: received(name),
      resumed: resumed(name),
      opened() {
        open.value += 1;
        return closed;
      },
    };
  };
  const subgraphs = new Map<string, SubgraphTallies>();
  const subgraph = (name: string): SubgraphTallies => {
    const known = subgraphs.get(name);
    if (known !== undefined) return known;
    const fresh = ofSubgraph(name);
    subgraphs.set(name, fresh);
    return fresh;
  };
  const clientEnded = (reason: EndReason): void => {
    clients.value -= 1;
    ended[reason].value += 1;
  };
  return {
    streamOpened: (name) => subgraph(name).opened(),
    clientJoined() {
      clients.value += 1;
      return clientEnded;
    },
    eventReceived(name) {
      subgraph(name).received.value += 1;
    },
    eventsDelivered(count) {
      delivered.value += count;
    },
    eventMerged() {
      merged.value += 1;
    },
    // The clock of whoever committed may be ahead of ours.
    lag: (ms) => lag.observe(Math.max(0, ms) / 1_000),
    streamResumed(name) {
      subgraph(name).resumed.value += 1;
    },
  };
}

/** Every reason is there from the beginning, so that the first end of its kind is seen to be one more. */
function endTallies(registry: Registry): Readonly<Record<EndReason, Tally>> {
  const of = tallies(registry, metricTable.ended);
  return {
    client_left: of('client_left'),
    server_shutdown: of('server_shutdown'),
    supergraph_changed: of('supergraph_changed'),
    source_completed: of('source_completed'),
    source_failed: of('source_failed'),
    too_slow: of('too_slow'),
    unauthorized: of('unauthorized'),
  };
}
