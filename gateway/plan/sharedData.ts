import { type DocumentNode, Kind, type SelectionSetNode } from 'graphql';
import { unreachable } from '../../lib/unreachable.ts';
import type { FetchNode, PlanNode } from './planNode.ts';
import { addWritten, canBeOne, isUnambiguous, type WrittenKeys, writtenAt } from './writtenKeys.ts';

/** A fetch with its place. */
interface Placed {
  readonly node: FetchNode;
  readonly path: readonly string[];
}

/** What of a plan's data may stand in several places at once. Objects that do are written into by all fetches that reach one of their places. */
export interface SharedData {
  /**
   * Which fetches may use one answer, when their requests turn out to be equal: those with the same number. Only fetches below which no response key means two
   * things; those that nothing shares with are not in the map.
   */
  readonly groups: ReadonlyMap<FetchNode, number>;
  /** Fetches whose objects may become one object where they are equal: below them no key means two things. */
  readonly unambiguous: ReadonlySet<FetchNode>;
}

/** Nothing may be shared: for mutations, which change what they read. */
export const nothingShared: SharedData = { groups: new Map(), unambiguous: new Set() };

/** Looks at everything that the fetches of a plan write, and where. */
export function sharedData(root: PlanNode): SharedData {
  const found: Found = { placed: [], brought: [] };
  collect(root, [], found);
  const written: WrittenKeys = new Map();
  for (const { selectionSet, path } of found.brought) addWritten(writtenAt(written, path), selectionSet, '');
  // With type conditions on the way, one path is not one place.
  const isConditioned = found.placed.some(({ path }) => path.some((step) => step.startsWith('... on ')));
  const unambiguous = isConditioned
    ? []
    : found.placed.filter(({ path }) => isUnambiguous(writtenAt(written, path))).map(({ node }) => node);
  return { groups: fetchGroups(found.placed, written), unambiguous: new Set(unambiguous) };
}

function fetchGroups(placed: readonly Placed[], written: WrittenKeys): ReadonlyMap<FetchNode, number> {
  const byText = new Map<string, Placed[]>();
  for (const one of placed) {
    const { subgraph, query, outputRewrites, contextRewrites } = one.node;
    const key = JSON.stringify([subgraph, query, outputRewrites, contextRewrites]);
    const same = byText.get(key);
    if (same === undefined) byText.set(key, [one]);
    else same.push(one);
  }
  const groups = new Map<FetchNode, number>();
  let next = 0;
  for (const same of byText.values()) {
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
