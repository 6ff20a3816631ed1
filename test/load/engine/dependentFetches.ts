import { parse } from 'graphql';
import type { PlanNode } from '../../../gateway/plan/planNode.ts';
import type { Supergraph } from '../../../gateway/supergraph/supergraph.ts';
import type { RecordedCall } from './subgraphServer.child.ts';

/** Requests with bodies known beforehand, in the order of a plan. */
export type FetchStep =
  | { readonly kind: 'fetch'; readonly path: string; readonly body: string }
  | { readonly kind: 'parallel' | 'sequence'; readonly steps: readonly FetchStep[] };

/** The fetches of the plan for `query`, with the bodies that a gateway really sent for it. Throws when one of either has no counterpart. */
export function dependentFetches(supergraph: Supergraph, query: string, calls: readonly RecordedCall[]): FetchStep {
  const unused = [...calls];
  const step = (node: PlanNode): FetchStep => {
    switch (node.kind) {
      case 'Flatten':
        return step(node.node);
      case 'Parallel':
        return { kind: 'parallel', steps: node.nodes.map(step) };
      case 'Sequence':
        return { kind: 'sequence', steps: node.nodes.map(step) };
      case 'Fetch': {
        const index = unused.findIndex(({ body }) => (JSON.parse(body) as { query: string }).query === node.query);
        const [call] = index === -1 ? [] : unused.splice(index, 1);
        if (call === undefined) throw new Error(`No call was made for the fetch ${node.query}`);
        return { kind: 'fetch', ...call };
      }
      case 'BatchFetch':
      case 'Condition':
      case 'Defer':
        throw new Error(`The plan of a benchmark has no ${node.kind}`);
    }
  };
  const { node } = supergraph.planner.plan(parse(query), undefined);
  if (node === null) throw new Error('The plan is empty');
  const steps = step(node);
  if (unused.length > 0) throw new Error(`${unused.length} calls belong to no fetch of the plan`);
  return steps;
}
