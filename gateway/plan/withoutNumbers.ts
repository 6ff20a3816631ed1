import { type DocumentNode, Kind } from 'graphql';
import { mapFetches } from './mapFetches.ts';
import type { BatchFetchNode, FetchNode, PlanNode } from './planNode.ts';

/**
 * A plan whose requests are named without the planner's running number (`Page__reviews` for `Page__reviews__3`), so that requests which ask for the same have the
 * same text: they are sent once, and a subgraph that remembers documents has fewer to remember.
 */
export function withoutNumbers(node: PlanNode): PlanNode {
  return mapFetches(node, { fetch: renamed, batch: renamed });
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
