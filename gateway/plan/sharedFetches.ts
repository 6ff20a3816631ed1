import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { unreachable } from '../../lib/unreachable.ts';
import type { FetchNode, PlanNode } from './planNode.ts';
import { addWritten, canBeOne, type WrittenKeys, writtenAt } from './writtenKeys.ts';

/** A fetch with its place. */
interface Placed {
  readonly node: FetchNode;
  readonly path: readonly string[];
}

/**
 * Which fetches of a plan may use one answer, when their requests turn out to be equal: those of one group. The parsed objects of such an answer stand in
 * several places of the response at once, and later fetches write into them; so only fetches are grouped below which no response key means two things.
 * Fetches that nothing shares with are not in the map. Subscriptions and mutations have none: what they read may change in between.
 */
export function sharedFetches(
  root: PlanNode | null,
  textOf: (node: FetchNode) => string,
): ReadonlyMap<FetchNode, number> {
  const found: Found = { placed: [], brought: [] };
  if (root !== null) collect(root, [], found);
  const byText = new Map<string, Placed[]>();
  for (const one of found.placed) {
    const key = JSON.stringify([
      one.node.subgraph,
      textOf(one.node),
      one.node.outputRewrites,
      one.node.contextRewrites,
    ]);
    const same = byText.get(key);
    if (same === undefined) byText.set(key, [one]);
    else same.push(one);
  }
  const groups = new Map<FetchNode, number>();
  const repeated = [...byText.values()].filter((same) => same.length > 1);
  if (repeated.length === 0) return groups;

  const written: WrittenKeys = new Map();
  for (const { selectionSet, path } of found.brought) addWritten(writtenAt(written, path), selectionSet, '');
  let next = 0;
  for (const same of repeated) {
    const open: { readonly number: number; readonly members: Placed[] }[] = [];
    for (const one of same) {
      const at = writtenAt(written, one.path);
      const group = open.find(({ members }) => members.every(({ path }) => canBeOne(at, writtenAt(written, path))));
      if (group === undefined) open.push({ number: next++, members: [one] });
      else group.members.push(one);
    }
    for (const { number, members } of open) {
      if (members.length > 1) for (const { node } of members) groups.set(node, number);
    }
  }
  return groups;
}

/** Everything that the fetches of a plan bring, and where to. */
interface Found {
  readonly placed: Placed[];
  readonly brought: { readonly path: readonly string[]; readonly selectionSet: SelectionSetNode }[];
}

function collect(node: PlanNode, path: readonly string[], found: Found): void {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const child of node.nodes) collect(child, path, found);
      return;
    case 'Flatten':
      collect(node.node, [...path, ...node.path], found);
      return;
    case 'Condition':
      for (const branch of [node.whenTrue, node.whenFalse]) if (branch !== null) collect(branch, path, found);
      return;
    case 'Fetch': {
      found.placed.push({ node, path });
      const root = rootSelections(node.document);
      const selectionSet = node.requires === null ? root : entitySelections(root, '_entities');
      if (selectionSet !== null) found.brought.push({ path, selectionSet });
      return;
    }
    case 'BatchFetch':
      // Its request is like no other, but it writes too.
      for (const { alias, paths } of node.entities) {
        const selectionSet = entitySelections(rootSelections(node.document), alias);
        if (selectionSet !== null) for (const at of paths) found.brought.push({ path: at, selectionSet });
      }
      return;
    case 'Defer':
      return; // its parts run at other times
    default:
      unreachable(node);
  }
}

function rootSelections(document: DocumentNode): SelectionSetNode | null {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : null;
}

/** The selection that ends up in entities. */
function entitySelections(root: SelectionSetNode | null, key: string): SelectionSetNode | null {
  for (const selection of root?.selections ?? []) {
    if (selection.kind === Kind.FIELD && (selection.alias ?? selection.name).value === key) {
      return selection.selectionSet ?? null;
    }
  }
  return null;
}
