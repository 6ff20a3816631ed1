import type { DocumentNode, GraphQLSchema } from 'graphql';
import { unreachable } from '../../lib/unreachable.ts';
import { type FetchedPart, fetchedFields, type Place, placesAt } from './fetchedFields.ts';
import { fetchParts, type PlannedFetch } from './fetchParts.ts';
import { missingFields } from './missingFields.ts';
import type { PlanFault } from './planFault.ts';
import type { Plan, PlanNode } from './planNode.ts';
import { representationFaults } from './representationFaults.ts';
import type { SubgraphFacts } from './subgraphFacts.ts';
import { type TypesUnder, typesUnder } from './typeConditions.ts';

/** Looks for faults in the plan of one operation of this document. None is the usual outcome, and no more than a walk over both. */
export type PlanFaults = (
  plan: Plan,
  document: DocumentNode,
  operationName: string | undefined,
) => readonly PlanFault[];

/**
 * Checks plans over one supergraph by what must hold whoever made them: no response key means two things for one object, an entity is
 * asked for by a key that its subgraph resolves and with the arguments that `@requires` states, values of contexts are sent along, and every field
 * of the operation is brought by some fetch.
 */
export function planFaults(fullSchema: GraphQLSchema, facts: SubgraphFacts): PlanFaults {
  const under = typesUnder(fullSchema);
  return (plan, document, operationName) => {
    const check: Check = { schema: fullSchema, facts, under, root: new Map(), faults: [] };
    if (plan.primary !== null) checkNode(check, plan.primary, []);
    if (plan.node !== null) checkNode(check, plan.node, []);
    const missing = missingFields({ schema: fullSchema, under, root: check.root }, document, operationName);
    return [...check.faults, ...missing];
  };
}

interface Check {
  readonly schema: GraphQLSchema;
  readonly facts: SubgraphFacts;
  readonly under: TypesUnder;
  /** What the fetches so far bring. */
  readonly root: Place;
  readonly faults: PlanFault[];
}

function checkNode(check: Check, node: PlanNode, path: readonly string[]): void {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const child of node.nodes) checkNode(check, child, path);
      return;
    case 'Flatten':
      checkNode(check, node.node, [...path, ...node.path]);
      return;
    case 'Condition':
      for (const branch of [node.whenTrue, node.whenFalse]) if (branch !== null) checkNode(check, branch, path);
      return;
    case 'Defer':
      for (const part of [node.primary, ...node.deferred.map((deferred) => deferred.node)]) {
        if (part !== null) checkNode(check, part, path);
      }
      return;
    case 'Fetch':
    case 'BatchFetch':
      for (const fetch of fetchParts(node, path)) checkFetch(check, fetch);
      return;
    default:
      unreachable(node);
  }
}

function checkFetch(check: Check, fetch: PlannedFetch): void {
  const { schema, facts, under, root, faults } = check;
  const { subgraph, selectionSet, paths, requires } = fetch;
  const places = [...new Set(paths.flatMap((path) => placesAt(root, path, under)))];
  const at = paths.map((path) => path.join('.')).join(', ');
  // Each place by itself: what is fetched at one of them under some key need not be at another.
  for (const path of requires === null ? [] : paths) {
    const site = { schema, facts, under, places: placesAt(root, path, under) };
    const found = representationFaults(site, subgraph, requires ?? [], selectionSet);
    faults.push(...found.map((message) => ({ message: `${message}, for ${subgraph} at ${path.join('.')}` })));
  }
  const part: FetchedPart = {
    ...fetch,
    onType: requires === null ? schema.getRootType(fetch.operationKind)?.name : undefined,
    onField(typeName, fieldName) {
      if (fetch.contextVariables.size > 0 || !facts.usesContext(typeName, fieldName, subgraph)) return;
      faults.push({
        message: `${typeName}.${fieldName} is asked for without the value of its context, from ${subgraph}`,
      });
    },
  };
  for (const key of fetchedFields(schema, under).add(places, part)) {
    faults.push({ message: `The key "${key}" means two things in what ${subgraph} is asked for at ${at}` });
  }
}
