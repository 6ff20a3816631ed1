import { Kind, parse, type SelectionSetNode } from 'graphql';
import type { PlanCompiler } from './compilePlan.ts';
import type { DeferredPart } from './executablePlan.ts';
import type { DeferredNode } from './planNode.ts';
import type { ShownOperation } from './responseOf.ts';
import { selectionShape } from './responseShape.ts';
import { typeAtPath } from './typeAtPath.ts';

/** One `@defer` of a plan, ready to run. What is deferred within it becomes parts of its own, told after it. */
export function deferredPart(node: DeferredNode, shown: ShownOperation, compiler: PlanCompiler): DeferredPart {
  const { path, label, depends } = node;
  const below = node.node?.kind === 'Defer' ? node.node : null;
  const own = below === null ? node.node : below.primary;
  const selection = below === null ? node.selection : (node.selection ?? below.primarySelection);
  const type = typeAtPath(shown, path);
  return {
    label,
    path: path.map((step) => compiler.pathStep(step)),
    depends,
    step: own === null ? null : compiler.step(own),
    shape: selection === null ? null : selectionShape(shown, type, selectionSetOf(selection)),
    parts: (below?.deferred ?? []).map((part) => deferredPart(part, shown, compiler)),
  };
}

/** The selection set of a text in braces. */
export function selectionSetOf(text: string): SelectionSetNode {
  const [definition] = parse(text, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`Not a selection: ${text}`);
  return definition.selectionSet;
}
