import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type FilteredOperation, filterOperation } from '../authorize/filterOperation.ts';
import { type OperationAccess, operationAccess } from '../authorize/operationAccess.ts';
import type { PolicyDecider } from '../authorize/policyDecider.ts';
import { type Grants, isMet } from '../authorize/requirement.ts';
import type { RequestContext } from '../graph.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { PlanCompiler } from './compilePlan.ts';
import { conditionVariables } from './conditionVariables.ts';
import type { ExecutablePlan } from './executablePlan.ts';
import { planOperation } from './planOperation.ts';
import type { Settings } from './settledOperation.ts';

/** Plans remembered per operation: one for each setting of its conditions, and each set of requirements, that requests really have. */
const rememberedPlans = 64;

/** The plans of one operation: for each setting of its @skip, @include and @defer, and for viewers who may not see all of it. Planning is synchronous. */
export interface OperationPlans {
  /** For people: conditions that depend on variables are left open. Throws what the planner throws. */
  undecided(): ExecutablePlan;
  /**
   * The plan for a request. A promise only when somebody must be asked about policies; it rejects with what they throw. Throws what the planner throws.
   */
  forRequest(request: PlanRequest, decide: PolicyDecider): ExecutablePlan | Promise<ExecutablePlan>;
  /** The settings that requests had, and plans are remembered for. */
  settings(): readonly Settings[];
  /** Makes the plans of these settings, for viewers who see all. */
  warm(settings: readonly Settings[]): void;
}

/** Whose request it is, and its (coerced) variables. */
export interface PlanRequest {
  readonly context: RequestContext;
  readonly variables: Readonly<Record<string, unknown>>;
}

const nothing: ReadonlySet<string> = new Set();

/** The plans of one operation of a valid document. */
export function operationPlans(
  supergraph: Supergraph,
  compiler: PlanCompiler,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationPlans {
  const asked = { document, operation };
  const conditions = conditionVariables(document);
  const known = new LRUCache<string, { readonly plan: ExecutablePlan; readonly settings: Settings }>({
    max: rememberedPlans,
  });
  const planFor = (settings: Settings, filter: string, filtered: () => FilteredOperation | null): ExecutablePlan => {
    const key = conditions.map((name) => (settings[name] === true ? '1' : '0')).join('') + filter;
    const before = known.get(key);
    if (before !== undefined) return before.plan;
    const plan = planOperation(supergraph, compiler, asked, { settings, filtered: filtered() });
    known.set(key, { plan, settings });
    return plan;
  };
  const whole = (settings: Settings): ExecutablePlan => planFor(settings, '', () => null);
  const settingsOf = (variables: PlanRequest['variables']): Settings =>
    Object.fromEntries(conditions.map((name) => [name, variables[name] === true]));

  const accessOf = once(() =>
    supergraph.access === null ? null : operationAccess(supergraph.access, supergraph.apiSchema, document, operation),
  );
  const planWith = (
    access: OperationAccess,
    { context, variables }: PlanRequest,
    policies: ReadonlySet<string>,
  ): ExecutablePlan => {
    const grants = grantsOf(context, policies);
    const met = access.requirements.filter((requirement) => isMet(requirement, grants));
    if (met.length === access.requirements.length) return whole(settingsOf(variables));
    const filter = access.requirements.map((requirement) => (met.includes(requirement) ? '+' : '-')).join('');
    return planFor(settingsOf(variables), filter, () => filterOperation(access, document, new Set(met)));
  };
  return {
    undecided: () => planOperation(supergraph, compiler, asked, { settings: {}, filtered: null }),
    forRequest(request, decide) {
      const access = accessOf();
      if (access === null) return whole(settingsOf(request.variables));
      if (access.policies.length === 0) return planWith(access, request, nothing);
      return decide(access.policies, request.context).then((policies) => planWith(access, request, policies));
    },
    settings: () => [...known.values()].map(({ settings }) => settings),
    warm(all) {
      for (const settings of all) whole(settings);
    },
  };
}

function grantsOf(
  { viewer, isAuthenticated = viewer.kind !== 'anonymous', scopes = nothing }: RequestContext,
  policies: ReadonlySet<string>,
): Grants {
  return { authenticated: isAuthenticated, scopes, policies };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
