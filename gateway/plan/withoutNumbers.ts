import { type DocumentNode, Kind } from 'graphql';
import { unreachable } from '../../lib/unreachable.ts';
import type { BatchFetchNode, FetchNode, PlanNode } from './planNode.ts';

/**
 * A plan whose requests are named without the planner's running number (`Page__reviews` for `Page__reviews__3`), so that requests which ask for the same have the
 * same text: they are sent once, and a subgraph that remembers documents has fewer to remember.
 */
export function withoutNumbers(node: PlanNode): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map(withoutNumbers) };
    case 'Flatten':
      return { ...node, node: withoutNumbers(node.node) };
    case 'Condition':
      return {
        ...node,
        whenTrue: node.whenTrue === null ? null : withoutNumbers(node.whenTrue),
        whenFalse: node.whenFalse === null ? null : withoutNumbers(node.whenFalse),
      };
    case 'Fetch':
    case 'BatchFetch':
      return renamed(node);
    case 'Defer':
      return node;
    default:
      return unreachable(node);
  }
}

function renamed<Node extends FetchNode | BatchFetchNode>(node: Node): Node {
  const { operationName: before, query, operationKind } = node;
  const start = `${operationKind} ${before}`;
  if (before === undefined || !/__\d+$/.test(before) || !query.startsWith(start)) return node;
  const operationName = before.replace(/__\d+$/, '');
  return {
    ...node,
    operationName,
    query: `${operationKind} ${operationName}${query.slice(start.length)}`,
    document: renamedDocument(node.document, operationName),
  };
}

function renamedDocument(document: DocumentNode, name: string): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.name !== undefined
        ? { ...definition, name: { ...definition.name, value: name } }
        : definition,
    ),
  };
}
