import { collectDefaultMetrics, Registry } from 'prom-client';
import type { OperationOutcome, ServerMetrics } from '../server/serverMetrics.ts';
import type { LiveObserver } from '../subscribe/liveObserver.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { distribution } from './distribution.ts';
import { liveMetrics } from './liveMetrics.ts';
import { metricTable } from './metricTable.ts';
import { type Tally, tallies } from './tallies.ts';

/** All metrics of one server. */
export interface Metrics extends ServerMetrics {
  /** What happens to subscriptions. */
  readonly live: LiveObserver;
  /** The supergraph, with the time measured that making each plan takes. */
  planning(supergraph: Supergraph): Supergraph;
}

/** A registry of its own, so that servers in one process do not count for each other. */
export function openMetrics(): Metrics {
  const registry = new Registry();
  const operations = tallies(registry, metricTable.operations);
  const responses = tallies(registry, metricTable.responses);
  const byStatus = new Map<number, Tally>();
  const planning = distribution(registry, metricTable.planning);
  const live = liveMetrics(registry);
  collectProcessMetrics(registry);
  return {
    live,
    operationsAt(door) {
      const outcomes: Readonly<Record<OperationOutcome, Tally>> = {
        answered: operations(door, 'answered'),
        partial: operations(door, 'partial'),
        failed: operations(door, 'failed'),
        refused: operations(door, 'refused'),
        opened: operations(door, 'opened'),
      };
      return (outcome) => {
        outcomes[outcome].value += 1;
      };
    },
    responded(status) {
      const known = byStatus.get(status) ?? responses(`${status}`);
      byStatus.set(status, known);
      known.value += 1;
    },
    planning(supergraph) {
      const { planner } = supergraph;
      return {
        ...supergraph,
        planner: {
          plan(document, operationName, options) {
            const startedAt = performance.now();
            try {
              return planner.plan(document, operationName, options);
            } finally {
              planning.observe((performance.now() - startedAt) / 1_000);
            }
          },
        },
      };
    },
    text: () => registry.metrics(),
  };
}

/** Without those that make a list of every open socket, which holds up everything else for milliseconds when there are thousands. */
function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const { name } of registry.getMetricsAsArray()) {
    if (name.startsWith('nodejs_active_')) registry.removeSingleMetric(name);
  }
}
