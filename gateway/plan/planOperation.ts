import type { DocumentNode, FieldNode, OperationDefinitionNode } from 'graphql';
import type { FilteredOperation } from '../authorize/filterOperation.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { PlanCompiler } from './compilePlan.ts';
import { deferralOf } from './deferralOf.ts';
import { deniedErrors } from './deniedErrors.ts';
import type { ExecutablePlan } from './executablePlan.ts';
import { introspection } from './introspection.ts';
import { livePlan } from './livePlan.ts';
import { operationNamed } from './operationNamed.ts';
import type { Plan } from './planNode.ts';
import type { PlanSettings } from './planSettings.ts';
import { clientKeysOf, dataKeysOf } from './renamedDocument.ts';
import { responseOf, type ShownOperation } from './responseOf.ts';
import { settledOperation } from './settledOperation.ts';
import { sharedPlaces } from './sharedPlaces.ts';

/** One operation of a valid document. */
export interface DocumentOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** What a plan is for, beside its operation. */
export interface PlanSetting {
  /** Conditions that are decided, and override labels that are on. */
  readonly settings: PlanSettings;
  /** The operation without what the viewer may not see; null when it is whole. */
  readonly filtered: FilteredOperation | null;
}

/**
 * Plans one operation and makes it ready to run; when it is filtered, only what is left is planned, and the response is still that of the whole operation.
 * Synchronous; throws what the planner throws.
 */
export function planOperation(
  supergraph: Supergraph,
  compiler: PlanCompiler,
  asked: DocumentOperation,
  { settings, filtered }: PlanSetting,
): ExecutablePlan {
  const left = filtered === null ? asked : filtered.planned;
  const kept = left === null ? null : settledOperation(left, settings.conditions);
  const { document, operation } = filtered?.shown ?? asked;
  const planOptions = { overrideLabels: settings.labels };
  const plan =
    kept === null ? nothing : supergraph.planner.plan(kept.document, kept.operation.name?.value, planOptions);
  const compiled = compiler.compile(plan);
  const schema = supergraph.apiSchema;
  const hidden = filtered?.hidden ?? nothingHidden;
  const { conditions } = settings;
  const shown = { schema, document, operation, conditions, hidden, keysOf: dataKeysOf(plan.renamed) };
  return {
    kind: operation.operation,
    ...compiled,
    live:
      compiled.primary === null || kept === null
        ? null
        : livePlan({ schema, rules: supergraph.live, isEntity: supergraph.isEntity }, kept, compiled.primary),
    clientKeys: plan.renamed?.clientKeys ?? noKeys,
    response: responseOf(shown, sharedPlaces(compiled.root)),
    // What the viewer may not see cannot be told of in parts.
    deferral:
      filtered === null && kept !== null ? deferralOf(inPlansKeys({ ...shown, ...kept }, plan), plan, compiler) : null,
    introspect: introspection(schema, document, operation),
    denied: filtered === null ? null : deniedErrors(filtered.denied),
  };
}

const nothing: Plan = { primary: null, node: null, renamed: null };
const nothingHidden: ReadonlySet<FieldNode> = new Set();
const noKeys: ReadonlyMap<string, string> = new Map();

/** The operation as the plan has it: its selections of deferred parts are in these keys. */
function inPlansKeys(shown: ShownOperation, { renamed }: Plan): ShownOperation {
  const document = renamed?.document ?? shown.document;
  const operation = renamed === null ? shown.operation : operationNamed(document, shown.operation.name?.value);
  return { ...shown, document, operation, keysOf: clientKeysOf(renamed) };
}
