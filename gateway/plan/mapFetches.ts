import { unreachable } from '../../lib/unreachable.ts';
import type { BatchFetchNode, FetchNode, PlanNode } from './planNode.ts';

/** The same plan with other fetches in the places of its own. */
export interface FetchMapping {
  fetch(node: FetchNode): FetchNode;
  batch(node: BatchFetchNode): BatchFetchNode;
}

/** A plan node in which every fetch is what the mapping makes of it. */
export function mapFetches(node: PlanNode, mapping: FetchMapping): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map((child) => mapFetches(child, mapping)) };
    case 'Flatten':
      return { ...node, node: mapFetches(node.node, mapping) };
    case 'Condition':
      return { ...node, whenTrue: orNull(node.whenTrue, mapping), whenFalse: orNull(node.whenFalse, mapping) };
    case 'Fetch':
      return mapping.fetch(node);
    case 'BatchFetch':
      return mapping.batch(node);
    case 'Defer': {
      const deferred = node.deferred.map((part) => ({ ...part, node: orNull(part.node, mapping) }));
      return { ...node, primary: orNull(node.primary, mapping), deferred };
    }
    default:
      return unreachable(node);
  }
}

function orNull(node: PlanNode | null, mapping: FetchMapping): PlanNode | null {
  return node === null ? null : mapFetches(node, mapping);
}
