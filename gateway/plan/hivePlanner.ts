import { type DocumentNode, GraphQLError, type GraphQLSchema, print, visit } from 'graphql';
import { fromHivePlan } from './fromHivePlan.ts';
import { hiveProcess, type NativePlanner } from './hiveProcess.ts';
import { listSteps } from './listSteps.ts';
import { type OverrideLabel, overrideLabel } from './overrideLabels.ts';
import type { Planner } from './planner.ts';
import { withoutMetaFields } from './withoutMetaFields.ts';
import { interfaceObjects, withTypeNames } from './withTypeNames.ts';

/** The second planner, or why it is not there: its native part exists for few platforms. */
export type HivePlanner =
  | { readonly ok: true; readonly planner: Planner }
  | { readonly ok: false; readonly reason: string };

/** What Hive's planner is made for. */
export interface HiveSupergraph {
  readonly sdl: string;
  readonly fullSchema: GraphQLSchema;
}

/**
 * Hive's planner (Rust) over one supergraph. It answers `@defer` in one piece, and knows no `@fromContext`. Its native part is
 * loaded at the call and not before, so that Weft runs where it cannot be.
 */
export function hivePlanner(
  { sdl, fullSchema }: HiveSupergraph,
  load: (supergraphSdl: string) => NativePlanner = hiveProcess,
): HivePlanner {
  try {
    return { ok: true, planner: overNative(load(sdl), fullSchema, interfaceObjects(sdl)) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function overNative(native: NativePlanner, fullSchema: GraphQLSchema, objects: ReadonlySet<string>): Planner {
  const percentLabels = native.overridePercentages.map((percent) => overrideLabel(`percent(${percent})`));
  const withListSteps = listSteps(fullSchema);
  return {
    plan(document, operationName, { overrideLabels = new Set<string>() } = {}) {
      const planned = withoutMetaFields(document, operationName);
      if (planned === null) return { primary: null, node: null, renamed: null };
      try {
        const labels = new Set(overrideLabels);
        const plan = native.plan(
          print(withTypeNames(withoutNeedlessAliases(planned), fullSchema, objects)),
          operationName,
          labels,
          percentageOf(percentLabels, labels),
        );
        return withListSteps(fromHivePlan(plan));
      } catch (error) {
        throw new GraphQLError('No subgraphs can answer this operation as it is asked.', {
          originalError: error instanceof Error ? error : new Error(String(error)),
          extensions: { code: 'OPERATION_UNRESOLVABLE' },
        });
      }
    },
  };
}

/** An alias that is the name of its field is nothing to this planner but a way to end its process (`{ a a: a }`, version 0.0.38). */
function withoutNeedlessAliases(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field(field) {
      if (field.alias?.value !== field.name.value) return undefined;
      const { alias: _needless, ...plain } = field;
      return plain;
    },
  });
}

/** The planner takes one throw from 0 to 100 in place of labels, and has `percent(N)` on below N: the lowest throw for which the labels that are off are off. */
function percentageOf(percentLabels: readonly OverrideLabel[], on: ReadonlySet<string>): number {
  return Math.max(0, ...percentLabels.map(({ label, percent }) => (on.has(label) ? 0 : (percent ?? 0))));
}
