import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { filterOperation } from '../authorize/filterOperation.ts';
import { type OperationAccess, operationAccess } from '../authorize/operationAccess.ts';
import type { PolicyDecider } from '../authorize/policyDecider.ts';
import { type Grants, isMet } from '../authorize/requirement.ts';
import type { RequestContext } from '../graph.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { PlanCompiler } from './compilePlan.ts';
import type { ExecutablePlan } from './executablePlan.ts';
import { planOperation } from './planOperation.ts';

/** Plans remembered per operation beside the whole one: one for each set of requirements that viewers really meet. */
const rememberedVariants = 16;

/** The plans of one operation: the whole one, and those for viewers who may not see all of it. Planning is synchronous. */
export interface OperationPlans {
  /** Planned at the first call, remembered after it. Throws what the planner throws. */
  whole(): ExecutablePlan;
  /**
   * The plan for the viewer of a request. A promise only when somebody must be asked about policies; it rejects with what they throw. Throws what the planner throws.
   */
  forRequest(context: RequestContext, decide: PolicyDecider): ExecutablePlan | Promise<ExecutablePlan>;
}

const nothing: ReadonlySet<string> = new Set();

/** The plans of one operation of a valid document. */
export function operationPlans(
  supergraph: Supergraph,
  compiler: PlanCompiler,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationPlans {
  let wholePlan: ExecutablePlan | null = null;
  const whole = (): ExecutablePlan => {
    wholePlan ??= planOperation(supergraph, compiler, { document, operation });
    return wholePlan;
  };
  const accessOf = once(() =>
    supergraph.access === null ? null : operationAccess(supergraph.access, supergraph.apiSchema, document, operation),
  );
  const variants = new LRUCache<string, ExecutablePlan>({ max: rememberedVariants });
  const planWith = (
    access: OperationAccess,
    context: RequestContext,
    policies: ReadonlySet<string>,
  ): ExecutablePlan => {
    const grants = grantsOf(context, policies);
    const met = access.requirements.filter((requirement) => isMet(requirement, grants));
    if (met.length === access.requirements.length) return whole();
    const key = access.requirements.map((requirement) => (met.includes(requirement) ? '1' : '0')).join('');
    const before = variants.get(key);
    if (before !== undefined) return before;
    const variant = planOperation(
      supergraph,
      compiler,
      { document, operation },
      filterOperation(access, document, new Set(met)),
    );
    variants.set(key, variant);
    return variant;
  };
  return {
    whole,
    forRequest(context, decide) {
      const access = accessOf();
      if (access === null) return whole();
      if (access.policies.length === 0) return planWith(access, context, nothing);
      return decide(access.policies, context).then((policies) => planWith(access, context, policies));
    },
  };
}

function grantsOf({ viewer, scopes = nothing }: RequestContext, policies: ReadonlySet<string>): Grants {
  return { authenticated: viewer.kind !== 'anonymous', scopes, policies };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
