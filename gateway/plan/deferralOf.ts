import type { PlanCompiler } from './compilePlan.ts';
import { deferredPart, selectionSetOf } from './deferredPart.ts';
import type { Deferral } from './executablePlan.ts';
import type { Plan } from './planNode.ts';
import type { ShownOperation } from './responseOf.ts';
import { responseShape } from './responseShape.ts';

/** How a query is answered in parts; null when nothing in it is deferred. A Defer node stands at the top of a plan whose conditions are decided. */
export function deferralOf(shown: ShownOperation, { node }: Plan, compiler: PlanCompiler): Deferral | null {
  if (node?.kind !== 'Defer' || shown.operation.operation !== 'query') return null;
  const { primary, primarySelection, deferred } = node;
  const selectionSet = selectionSetOf(primarySelection ?? '{ __typename }');
  const shape = responseShape(shown, { ...shown.operation, selectionSet });
  return {
    primary: primary === null ? null : compiler.step(primary),
    shape: primarySelection === null ? { ...shape, fields: [] } : shape,
    parts: deferred.map((part) => deferredPart(part, shown, compiler)),
  };
}
