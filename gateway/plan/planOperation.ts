import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Supergraph } from '../supergraph/supergraph.ts';
import type { PlanCompiler } from './compilePlan.ts';
import { deferrals } from './deferrals.ts';
import type { ExecutablePlan } from './executablePlan.ts';
import { introspection } from './introspection.ts';
import { operationNamed } from './operationNamed.ts';
import { responses } from './responses.ts';
import { sharedPlaces } from './sharedPlaces.ts';

/** Plans one operation of a valid document and makes it ready to run. Synchronous; throws what the planner throws. */
export function planOperation(
  supergraph: Supergraph,
  compiler: PlanCompiler,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ExecutablePlan {
  const plan = supergraph.planner.plan(document, operation.name?.value);
  const compiled = compiler.compile(plan);
  const { document: planned, clientKeys } = plan.renamed ?? { document, clientKeys: new Map<string, string>() };
  const shown = {
    schema: supergraph.apiSchema,
    document: planned,
    operation: plan.renamed === null ? operation : operationNamed(planned, operation.name?.value),
    clientKeys,
  };
  return {
    kind: operation.operation,
    ...compiled,
    responseFor: responses(shown, sharedPlaces(compiled.root)),
    deferralFor: deferrals(shown, plan, compiler),
    clientKeys,
    introspect: introspection(supergraph.apiSchema, planned, shown.operation),
  };
}
