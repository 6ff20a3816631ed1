import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { QueryPlan } from '@graphql-hive/router-query-planner';

/** What is used of Hive's native planner. Throws for what it cannot plan. */
export interface NativePlanner {
  readonly overridePercentages: readonly number[];
  plan(query: string, operationName: string | undefined, labels: Set<string>, percentage: number): QueryPlan;
}

const childFile = fileURLToPath(new URL('hivePlan.child.mjs', import.meta.url));
/** A process starts and plans in about 100 ms. Nothing else is served in the meantime, so that it must not take long. */
const timeoutMs = 3_000;
const maxPlanBytes = 64 * 1024 * 1024;

/**
 * Hive's planner in a process for each plan. It waits for that process: plans are few, and remembered. Throws where the native part cannot be
 * loaded, or does not read the supergraph.
 */
export function hiveProcess(supergraphSdl: string): NativePlanner {
  const { overridePercentages = [] } = ask({ supergraphSdl, request: null });
  return {
    overridePercentages,
    plan(query, operationName, labels, percentage) {
      const request = { query, operationName, labels: [...labels], percentage };
      const { plan } = ask({ supergraphSdl, request });
      if (plan === undefined) throw new Error("Hive's planner gave no plan");
      return plan;
    },
  };
}

interface Answer {
  readonly overridePercentages?: readonly number[];
  readonly plan?: QueryPlan;
  readonly error?: string;
}

function ask(question: unknown): Answer {
  const { status, signal, stdout, stderr, error } = spawnSync(process.execPath, [childFile], {
    input: JSON.stringify(question),
    encoding: 'utf8',
    timeout: timeoutMs,
    maxBuffer: maxPlanBytes,
    env: {},
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`Hive's planner ended by ${signal ?? status}: ${stderr.slice(-2_000)}`);
  const answer = JSON.parse(stdout) as Answer;
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}
