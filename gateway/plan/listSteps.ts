import { type GraphQLSchema, isObjectType } from 'graphql';
import { unreachable } from '../../lib/unreachable.ts';
import { fetchedFields, listDepth, meaningsOf, type Place } from './fetchedFields.ts';
import { fetchParts } from './fetchParts.ts';
import type { BatchFetchNode, FetchNode, Plan, PlanNode } from './planNode.ts';
import { type TypesUnder, typesUnder } from './typeConditions.ts';

/**
 * Plans of Hive have one `@` for a list of lists; here each list has one of its own. Costs nothing for a schema without lists of lists.
 */
export function listSteps(fullSchema: GraphQLSchema): (plan: Plan) => Plan {
  if (!hasNestedLists(fullSchema)) return (plan) => plan;
  const under = typesUnder(fullSchema);
  return ({ primary, node, renamed }) => {
    const walk: Walk = { schema: fullSchema, under, root: new Map() };
    if (primary !== null) record(walk, primary, []);
    return { primary, node: node === null ? null : withSteps(walk, node, []), renamed };
  };
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly under: TypesUnder;
  /** What the fetches so far bring. */
  readonly root: Place;
}

function hasNestedLists(schema: GraphQLSchema): boolean {
  return Object.values(schema.getTypeMap()).some(
    (type) => isObjectType(type) && Object.values(type.getFields()).some((field) => listDepth(field.type) > 1),
  );
}

function withSteps(walk: Walk, node: PlanNode, above: readonly string[]): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map((child) => withSteps(walk, child, above)) };
    case 'Flatten': {
      const path = withAllLists(walk, [...above, ...node.path]);
      const start = withAllLists(walk, above).length;
      return { kind: 'Flatten', path: path.slice(start), node: withSteps(walk, node.node, path) };
    }
    case 'Condition': {
      const branch = (below: PlanNode | null): PlanNode | null =>
        below === null ? null : withSteps(walk, below, above);
      return { ...node, whenTrue: branch(node.whenTrue), whenFalse: branch(node.whenFalse) };
    }
    case 'Fetch':
      record(walk, node, above);
      return node;
    case 'BatchFetch': {
      const entities = node.entities.map((part) => ({
        ...part,
        paths: part.paths.map((path) => withAllLists(walk, path)),
      }));
      const batch = { ...node, entities };
      record(walk, batch, above);
      return batch;
    }
    case 'Defer':
      return node; // this planner gives none
    default:
      return unreachable(node);
  }
}

function record({ schema, under, root }: Walk, node: FetchNode | BatchFetchNode, path: readonly string[]): void {
  for (const part of fetchParts(node, path)) {
    const places = part.paths.flatMap(
      (at) => at.filter((step) => step !== '@').reduce(stepInto(under), start(root)).places,
    );
    const onType = part.requires === null ? schema.getRootType(part.operationKind)?.name : undefined;
    fetchedFields(schema, under).add(places, { ...part, onType, onField: () => undefined });
  }
}

/** Where a path has led to so far. */
interface Reached {
  readonly places: readonly Place[];
  readonly types: ReadonlySet<string> | null;
  /** Lists that the last key holds, within each other. */
  readonly lists: number;
}

const start = (root: Place): Reached => ({ places: [root], types: null, lists: 0 });

const fragmentPrefix = '... on ';

const stepInto =
  (under: TypesUnder) =>
  ({ places, types }: Reached, step: string): Reached => {
    if (step.startsWith(fragmentPrefix)) {
      const names = step.slice(fragmentPrefix.length).split('|');
      return { places, types: new Set(names.flatMap((name) => [...under(name)])), lists: 0 };
    }
    const found = meaningsOf(places, step, types);
    return {
      places: found.map(({ below }) => below),
      types: null,
      lists: Math.max(0, ...found.map((fetched) => fetched.lists)),
    };
  };

function withAllLists({ under, root }: Walk, path: readonly string[]): readonly string[] {
  let reached = start(root);
  const steps: string[] = [];
  for (const step of path) {
    if (step === '@') {
      if (steps.at(-1) !== '@') steps.push(...Array<string>(Math.max(1, reached.lists)).fill('@'));
      continue;
    }
    reached = stepInto(under)(reached, step);
    steps.push(step);
  }
  return steps;
}
