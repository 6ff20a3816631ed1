import type { AnswerText } from '../graph.ts';
import { describePlan } from '../plan/describePlan.ts';
import type { ExecutablePlan } from '../plan/executablePlan.ts';
import type { Execution } from './execution.ts';

/** The answer, with the plan and the times of its fetches (milliseconds from the first one) in `extensions.weft` where the client asked for them. */
export function explained(plan: ExecutablePlan, { trace }: Execution, answer: AnswerText): AnswerText {
  if (trace === null) return answer;
  const start = Math.min(...trace.map(({ beganMs }) => beganMs));
  const fetches = trace.map(({ subgraph, operationName, beganMs, endedMs }) => ({
    subgraph,
    operationName: operationName ?? null,
    afterMs: rounded(beganMs - start),
    tookMs: rounded(endedMs - beganMs),
  }));
  return { ...answer, extensions: { ...answer.extensions, weft: { plan: describePlan(plan).split('\n'), fetches } } };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1_000) / 1_000;
}
