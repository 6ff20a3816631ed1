import { createRequire } from 'node:module';
import type { QueryPlanner } from '@graphql-hive/router-query-planner';
import { GraphQLError, print } from 'graphql';
import { fromHivePlan } from './fromHivePlan.ts';
import { type OverrideLabel, overrideLabel } from './overrideLabels.ts';
import type { Planner } from './planner.ts';
import { withoutMetaFields } from './withoutMetaFields.ts';

/** The second planner, or why it is not there: its native part exists for few platforms. */
export type HivePlanner =
  | { readonly ok: true; readonly planner: Planner }
  | { readonly ok: false; readonly reason: string };

type NativePart = { readonly QueryPlanner: typeof QueryPlanner };

/** Loads Hive's native part. Throws where there is none for this platform. */
const loadNativePart = (): NativePart =>
  createRequire(import.meta.url)('@graphql-hive/router-query-planner') as NativePart;

/**
 * Hive's planner (Rust) over one supergraph. It answers `@defer` in one piece, and knows no `@fromContext`. Loaded at the call and not
 * before, so that Weft runs where it cannot be.
 */
export function hivePlanner(supergraphSdl: string, load: () => NativePart = loadNativePart): HivePlanner {
  try {
    const { QueryPlanner } = load();
    return { ok: true, planner: overNative(new QueryPlanner(supergraphSdl)) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function overNative(native: QueryPlanner): Planner {
  const percentLabels = native.overridePercentages.map((percent) => overrideLabel(`percent(${percent})`));
  return {
    plan(document, operationName, { overrideLabels = new Set<string>() } = {}) {
      const planned = withoutMetaFields(document, operationName);
      if (planned === null) return { primary: null, node: null, renamed: null };
      try {
        const labels = new Set(overrideLabels);
        return fromHivePlan(native.plan(print(planned), operationName, labels, percentageOf(percentLabels, labels)));
      } catch (error) {
        throw new GraphQLError('No subgraphs can answer this operation as it is asked.', {
          originalError: error instanceof Error ? error : new Error(String(error)),
          extensions: { code: 'OPERATION_UNRESOLVABLE' },
        });
      }
    },
  };
}

/** The planner takes one throw from 0 to 100 in place of labels, and has `percent(N)` on below N: the lowest throw for which the labels that are off are off. */
function percentageOf(percentLabels: readonly OverrideLabel[], on: ReadonlySet<string>): number {
  return Math.max(0, ...percentLabels.map(({ label, percent }) => (on.has(label) ? 0 : (percent ?? 0))));
}
