import { LRUCache } from 'lru-cache';
import type { PlanCompiler } from './compilePlan.ts';
import { conditionVariables } from './conditionVariables.ts';
import { deferredPart, type PartSource, selectionSetOf } from './deferredPart.ts';
import type { Deferral } from './executablePlan.ts';
import type { DeferNode, Plan, PlanNode } from './planNode.ts';
import { responseShape } from './responseShape.ts';
import type { ShownOperation } from './responses.ts';

/** Deferrals remembered per operation: one for each setting of its condition variables that clients really use. */
const rememberedDeferrals = 32;

/** How an operation is answered in parts, for its (coerced) variables: `@defer(if:)`, @skip and @include are decided here. Null: in one piece. */
export function deferrals(
  shown: ShownOperation,
  { node }: Plan,
  compiler: PlanCompiler,
): (variables: Readonly<Record<string, unknown>>) => Deferral | null {
  if (node === null || shown.operation.operation !== 'query' || !hasDefer(node)) return () => null;
  const conditions = conditionVariables(shown.document);
  const known = new LRUCache<string, { readonly deferral: Deferral | null }>({ max: rememberedDeferrals });
  return (variables) => {
    const settings = conditions.map((name) => [name, variables[name] === true] as const);
    const key = settings.map(([, on]) => (on ? '1' : '0')).join('');
    let found = known.get(key);
    if (found === undefined) {
      const defer = deferOf(node, variables);
      const source = { shown, conditions: Object.fromEntries(settings), compiler };
      found = { deferral: defer === null ? null : deferral(defer, source) };
      known.set(key, found);
    }
    return found.deferral;
  };
}

/** A Defer node stands at the top of a plan, below nothing but conditions. */
function hasDefer(node: PlanNode | null): boolean {
  if (node?.kind === 'Condition') return hasDefer(node.whenTrue) || hasDefer(node.whenFalse);
  return node?.kind === 'Defer';
}

function deferOf(node: PlanNode | null, variables: Readonly<Record<string, unknown>>): DeferNode | null {
  if (node?.kind === 'Condition')
    return deferOf(variables[node.variable] === true ? node.whenTrue : node.whenFalse, variables);
  return node?.kind === 'Defer' ? node : null;
}

function deferral(node: DeferNode, source: PartSource): Deferral {
  const { shown, conditions, compiler } = source;
  const { primary, primarySelection, deferred } = node;
  const selectionSet = selectionSetOf(primarySelection ?? '{ __typename }');
  const shape = responseShape({ ...shown, conditions }, { ...shown.operation, selectionSet });
  return {
    primary: primary === null ? null : compiler.step(primary),
    shape: primarySelection === null ? { ...shape, fields: [] } : shape,
    parts: deferred.map((part) => deferredPart(part, source)),
  };
}
