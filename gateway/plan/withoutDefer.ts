import { unreachable } from '../../lib/unreachable.ts';
import type { DeferNode, PlanNode } from './planNode.ts';

/** The plan of the same answer in one piece: what is deferred comes after what it depends on. */
export function withoutDefer(node: PlanNode): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map(withoutDefer) };
    case 'Flatten':
      return { ...node, node: withoutDefer(node.node) };
    case 'Condition':
      return {
        ...node,
        whenTrue: node.whenTrue === null ? null : withoutDefer(node.whenTrue),
        whenFalse: node.whenFalse === null ? null : withoutDefer(node.whenFalse),
      };
    case 'Fetch':
    case 'BatchFetch':
      return node;
    case 'Defer':
      return inOnePiece(node);
    default:
      return unreachable(node);
  }
}

function inOnePiece({ primary, deferred }: DeferNode): PlanNode {
  const later = deferred.flatMap(({ node }) => (node === null ? [] : [withoutDefer(node)]));
  const first = primary === null ? [] : [withoutDefer(primary)];
  return { kind: 'Sequence', nodes: [...first, { kind: 'Parallel', nodes: later }] };
}
