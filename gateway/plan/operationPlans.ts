import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { type FilteredOperation, filterOperation } from '../authorize/filterOperation.ts';
import { type OperationAccess, operationAccess } from '../authorize/operationAccess.ts';
import type { PolicyDecider } from '../authorize/policyDecider.ts';
import { type Grants, isMet } from '../authorize/requirement.ts';
import type { RequestContext } from '../graph.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { CompiledPlan, PlanCompiler } from './compilePlan.ts';
import { conditionVariables } from './conditionVariables.ts';
import type { ExecutablePlan } from './executablePlan.ts';
import { planOperation } from './planOperation.ts';
import type { PlanSettings } from './planSettings.ts';
import { settledOperation } from './settledOperation.ts';

/** Plans remembered per operation: one for each setting of its conditions, set of override labels and set of requirements that requests really have. */
const rememberedPlans = 64;

/**
 * The plans of one operation: for each setting of its @skip, @include and @defer and each set of override labels, and for viewers who may not see all of it.
 * Planning is synchronous.
 */
export interface OperationPlans {
  /** For people: conditions that depend on variables are left open, no override label is on. Throws what the planner throws. */
  undecided(): CompiledPlan;
  /**
   * The plan for a request. A promise only when somebody must be asked about policies; it rejects with what they throw. Throws what the planner throws.
   */
  forRequest(request: PlanRequest, decide: PolicyDecider): ExecutablePlan | Promise<ExecutablePlan>;
  /** The settings that requests had, and plans are remembered for. */
  settings(): readonly PlanSettings[];
  /** Makes the plans of these settings, for viewers who see all. */
  warm(settings: readonly PlanSettings[]): void;
}

/** Whose request it is, its (coerced) variables, and the override labels that are on for it. */
export interface PlanRequest {
  readonly context: RequestContext;
  readonly variables: Readonly<Record<string, unknown>>;
  /** In the order of `Supergraph.overrideLabels`. */
  readonly overrideLabels?: ReadonlySet<string>;
}

const nothing: ReadonlySet<string> = new Set();
const nothingToDecide: PlanSettings = { conditions: {}, labels: nothing };

/** The plans of one operation of a valid document. */
export function operationPlans(
  supergraph: Supergraph,
  compiler: PlanCompiler,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationPlans {
  const asked = { document, operation };
  const conditions = conditionVariables(document);
  const known = new LRUCache<string, { readonly plan: ExecutablePlan; readonly settings: PlanSettings }>({
    max: rememberedPlans,
  });
  const planFor = (
    settings: PlanSettings,
    filter: string,
    filtered: () => FilteredOperation | null,
  ): ExecutablePlan => {
    const key = conditions.map((name) => (settings.conditions[name] === true ? '1' : '0')).join('') + filter;
    const labelled = settings.labels.size === 0 ? key : `${key} ${[...settings.labels].join(' ')}`;
    const before = known.get(labelled);
    if (before !== undefined) return before.plan;
    const plan = planOperation(supergraph, compiler, asked, { settings, filtered: filtered() });
    known.set(labelled, { plan, settings });
    return plan;
  };
  const whole = (settings: PlanSettings): ExecutablePlan => planFor(settings, '', () => null);
  const settingsOf = ({ variables, overrideLabels = nothing }: PlanRequest): PlanSettings => {
    if (conditions.length === 0 && overrideLabels.size === 0) return nothingToDecide;
    return {
      conditions: Object.fromEntries(conditions.map((name) => [name, variables[name] === true])),
      labels: overrideLabels,
    };
  };

  const accessOf = once(() =>
    supergraph.access === null ? null : operationAccess(supergraph.access, supergraph.apiSchema, document, operation),
  );
  const planWith = (access: OperationAccess, request: PlanRequest, policies: ReadonlySet<string>): ExecutablePlan => {
    const grants = grantsOf(request.context, policies);
    const met = access.requirements.filter((requirement) => isMet(requirement, grants));
    if (met.length === access.requirements.length) return whole(settingsOf(request));
    const filter = access.requirements.map((requirement) => (met.includes(requirement) ? '+' : '-')).join('');
    return planFor(settingsOf(request), filter, () => filterOperation(access, document, new Set(met)));
  };
  return {
    undecided() {
      const kept = settledOperation(asked, {});
      if (kept === null) return { primary: null, root: null };
      return compiler.compile(supergraph.planner.plan(kept.document, kept.operation.name?.value));
    },
    forRequest(request, decide) {
      const access = accessOf();
      if (access === null) return whole(settingsOf(request));
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
