import { type DocumentNode, GraphQLError } from 'graphql';
import { type Log, silentLog } from '../../lib/log.ts';
import { type HivePlanner, type HiveSupergraph, hivePlanner } from './hivePlanner.ts';
import type { PlanFault } from './planFault.ts';
import type { PlanFaults } from './planFaults.ts';
import type { Plan } from './planNode.ts';
import type { Planner, PlannerName, PlanOptions } from './planner.ts';
import type { TooComplex } from './planningBound.ts';
import { renamedDocument } from './renamedDocument.ts';
import { rootFields } from './rootFields.ts';
import { tooComplexError } from './tooComplexError.ts';

/** What the planners of one supergraph are made of. */
export interface PlannersOptions {
  readonly supergraph: HiveSupergraph;
  readonly apollo: Planner;
  readonly faultsOf: PlanFaults;
  /** What is mended in every plan before it is looked at. */
  readonly mended?: ((plan: Plan) => Plan) | undefined;
  /** Operations that no planner is asked about. */
  readonly isTooComplex?: TooComplex | undefined;
  /** The one that is asked first; the other stands in. */
  readonly first?: PlannerName | undefined;
  readonly log?: Log | undefined;
  /** Hive's planner, where it is not the usual one. */
  readonly loadHive?: ((supergraph: HiveSupergraph) => HivePlanner) | undefined;
}

/**
 * The planner of a supergraph: every plan is checked, and one with a fault is never run. Then the same planner is asked again with response keys that
 * collide with nothing, then the other planner; at last both for each root field by itself. Throws OPERATION_TOO_COMPLEX when a limit is reached and the other planner does not help, OPERATION_UNRESOLVABLE when no
 * plan is right. Hive's planner is loaded when it is first needed; where it cannot be, that is logged once and Apollo's plans alone.
 */
export function planners(options: PlannersOptions): Planner {
  const { apollo, first = 'apollo', log = silentLog } = options;
  const hive = lazily(() => loadedHive(options, log));
  // Whoever asked for Hive's planner learns at the start that it is not there.
  if (first === 'hive') hive();
  const refused = new WeakMap<DocumentNode, Map<string, Error>>();
  const rightOf = (planned: Planned, failed: FailedPlan[]): Plan | null => {
    for (const name of first === 'apollo' ? (['apollo', 'hive'] as const) : (['hive', 'apollo'] as const)) {
      const planner = name === 'apollo' ? apollo : hive();
      if (planner === null) continue;
      const plan = rightPlan({ planner, faultsOf: options.faultsOf, mended: options.mended }, planned, failed);
      if (plan === null) continue;
      const { operationName } = planned;
      if (failed.length > 0) log.debug({ operationName, planner: name, failed }, 'A plan with a fault was replaced');
      return plan;
    }
    return null;
  };
  const make = (planned: Planned): Plan | Error => {
    const { document, operationName } = planned;
    if (options.isTooComplex?.(document, operationName) === true) return tooComplexError();
    const failed: FailedPlan[] = [];
    const plan = rightOf(planned, failed);
    if (plan !== null) return plan;
    const fieldByField = failed.some(isTooComplex) ? null : planByRootField(planned, (part) => rightOf(part, []));
    return fieldByField ?? refusal(operationName, failed, log);
  };
  return {
    plan(document, operationName, planOptions) {
      const key = JSON.stringify([operationName, ...(planOptions?.overrideLabels ?? [])]);
      const known = refused.get(document)?.get(key);
      if (known !== undefined) throw known;
      const plan = make({ document, operationName, planOptions });
      if (!(plan instanceof Error)) return plan;
      // To find out once more that there is no plan would cost as much as the first time.
      refused.set(document, new Map([...(refused.get(document) ?? []), [key, plan]]));
      throw plan;
    },
  };
}

function loadedHive({ supergraph, loadHive = (made) => hivePlanner(made) }: PlannersOptions, log: Log): Planner | null {
  const hive = loadHive(supergraph);
  if (hive.ok) return hive.planner;
  log.warn({ reason: hive.reason }, "Hive's planner is not available here; Apollo's plans alone");
  return null;
}

/** An attempt that gave no plan to run. */
interface FailedPlan {
  readonly faults: readonly PlanFault[];
  readonly error?: unknown;
}

interface CheckedPlanner {
  readonly planner: Planner;
  readonly faultsOf: PlanFaults;
  readonly mended: ((plan: Plan) => Plan) | undefined;
}

interface Planned {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly planOptions: PlanOptions | undefined;
  /** True for a document whose keys are exchanged already. */
  readonly isRenamed?: boolean;
}

function rightPlan({ planner, faultsOf, mended }: CheckedPlanner, planned: Planned, failed: FailedPlan[]): Plan | null {
  const attempt = (document: DocumentNode): Plan | null => {
    try {
      const made = planner.plan(document, planned.operationName, planned.planOptions);
      const plan = mended?.(made) ?? made;
      const faults = faultsOf(plan, document, planned.operationName);
      if (faults.length === 0) return plan;
      failed.push({ faults });
    } catch (error) {
      failed.push({ faults: [], error });
    }
    return null;
  };
  const plan = attempt(planned.document);
  // Other keys make nothing less complex.
  if (plan !== null || failed.some(isTooComplex) || planned.isRenamed === true) return plan;
  const renamed = renamedDocument(planned.document);
  const other = renamed === null ? null : attempt(renamed.document);
  return other === null ? null : { ...other, renamed };
}

/**
 * Of several root fields one may need the plan of one planner, and another that of the other, or other response keys, which are then exchanged for all.
 * Null unless every one of them has a right plan.
 */
function planByRootField(planned: Planned, planOf: (part: Planned) => Plan | null): Plan | null {
  const plan = combinedPlan(planned, planOf);
  const renamed = plan === null ? renamedDocument(planned.document) : null;
  if (renamed === null) return plan;
  const other = combinedPlan({ ...planned, document: renamed.document, isRenamed: true }, planOf);
  return other === null ? null : { ...other, renamed };
}

function combinedPlan(planned: Planned, planOf: (part: Planned) => Plan | null): Plan | null {
  const fields = rootFields(planned.document);
  if (fields === null) return null;
  const plans: Plan[] = [];
  for (const document of fields.documents) {
    const plan = planOf({ ...planned, document });
    if (plan === null) return null;
    plans.push(plan);
  }
  return fields.combined(plans);
}

function isTooComplex({ error }: FailedPlan): boolean {
  return error instanceof GraphQLError && error.extensions['code'] === 'OPERATION_TOO_COMPLEX';
}

function refusal(operationName: string | undefined, failed: readonly FailedPlan[], log: Log): Error {
  log.warn({ operationName, failed }, 'No planner gave a right plan');
  const tooComplex = failed.find(isTooComplex)?.error;
  if (tooComplex instanceof Error) return tooComplex;
  const missing = new Set(failed.flatMap(({ faults }) => faults.flatMap((fault) => fault.missing ?? [])));
  const fields = [...missing].join(', ');
  return new GraphQLError(
    fields === ''
      ? 'No plan answers this operation rightly. Ask for less at once, or in several operations.'
      : `No subgraph can be asked for ${fields} where the operation selects it. Leave it out, or ask for it in another place.`,
    { extensions: { code: 'OPERATION_UNRESOLVABLE' } },
  );
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
