import type { GraphQLSchema } from 'graphql';
import { unreachable } from '../../lib/unreachable.ts';
import { compileBatchFetch, compileFetch } from './compileFetch.ts';
import type { FetchStep, PathStep, Step } from './executablePlan.ts';
import type { Plan, PlanNode } from './planNode.ts';
import { nothingShared, type SharedData, sharedData } from './sharedData.ts';
import { pathStep, type TypesUnder, typesUnder } from './typeConditions.ts';
import { withoutDefer } from './withoutDefer.ts';
import { withoutNumbers } from './withoutNumbers.ts';

/** A plan's nodes as steps: everything that does not depend on data is done. */
export interface CompiledPlan {
  readonly primary: FetchStep | null;
  readonly root: Step | null;
}

/** Compiles plans over one supergraph. */
export interface PlanCompiler {
  compile(plan: Plan): CompiledPlan;
  /** One part of a plan that is answered in parts, whose objects are looked for from the root of the response. */
  step(node: PlanNode): Step;
  pathStep(step: string): PathStep;
}

interface Compiling {
  readonly under: TypesUnder;
  readonly shared: SharedData;
}

/** A compiler for plans over this supergraph schema (the full one: plans may mention what clients cannot see). */
export function planCompiler(fullSchema: GraphQLSchema): PlanCompiler {
  const under = typesUnder(fullSchema);
  const step = (node: PlanNode, mayShare: boolean): Step => {
    const named = withoutNumbers(withoutDefer(node));
    return compileNode(named, [], { under, shared: mayShare ? sharedData(named) : nothingShared });
  };
  return {
    compile({ primary, node }) {
      // What a mutation reads may differ between two of its fields.
      const mayShare = !hasMutation(node);
      return {
        primary: primary === null ? null : compileFetch(primary, { path: [], sharing: null, canBeOne: false }, under),
        root: node === null ? null : step(node, mayShare),
      };
    },
    // Its parts run side by side on the same data.
    step: (node) => step(node, false),
    pathStep: (one) => pathStep(one, under),
  };
}

function hasMutation(node: PlanNode | null): boolean {
  switch (node?.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.some(hasMutation);
    case 'Condition':
      return hasMutation(node.whenTrue) || hasMutation(node.whenFalse);
    case 'Fetch':
      return node.operationKind === 'mutation';
    default:
      return false;
  }
}

function compileNode(node: PlanNode, path: readonly string[], compiling: Compiling): Step {
  const { under, shared } = compiling;
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel': {
      const steps = node.nodes.map((child) => compileNode(child, path, compiling));
      const [only] = steps;
      return steps.length === 1 && only !== undefined ? only : { kind: node.kind, steps };
    }
    case 'Flatten':
      return {
        kind: 'Flatten',
        path: node.path.map((step) => pathStep(step, under)),
        step: compileNode(node.node, [...path, ...node.path], compiling),
      };
    case 'Condition':
      return {
        kind: 'Condition',
        variable: node.variable,
        whenTrue: node.whenTrue === null ? null : compileNode(node.whenTrue, path, compiling),
        whenFalse: node.whenFalse === null ? null : compileNode(node.whenFalse, path, compiling),
      };
    case 'Fetch': {
      return compileFetch(
        node,
        {
          path: path.map((step) => pathStep(step, under)),
          sharing: shared.groups.get(node) ?? null,
          canBeOne: shared.unambiguous.has(node),
        },
        under,
      );
    }
    case 'BatchFetch':
      return compileBatchFetch(node, (paths) => paths.map((one) => one.map((step) => pathStep(step, under))), under);
    case 'Defer':
      throw new Error('Deferred parts are compiled one by one');
    default:
      return unreachable(node);
  }
}
