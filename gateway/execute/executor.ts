import type { ExecutionResult } from 'graphql';
import type { AnswerText } from '../graph.ts';
import { type Audiences, audienceKey, audiences } from './audiences.ts';
import { completeAsText, completeExecution, newExecution, type PlannedRun } from './executePlan.ts';
import type { Execution, ExecutionPorts } from './execution.ts';
import { explained } from './explained.ts';
import { faultError } from './faultError.ts';
import { type SharedAnswers, sharedAnswers } from './sharedAnswers.ts';

/** Runs planned queries and mutations. Neither rejects: an abort is an answer with its reason, without data. */
export interface Executor {
  execute(run: PlannedRun): Promise<ExecutionResult>;
  /** As text; the same query that is in flight already for the same audience is answered once for all who ask. */
  answer(run: PlannedRun): Promise<AnswerText>;
}

/** What is being asked and answered, of every generation: a mutation that ends is seen by all who come later. */
export interface WorkInFlight {
  readonly present: Audiences;
  readonly answers: SharedAnswers;
}

export const workInFlight = (): WorkInFlight => ({ present: audiences(), answers: sharedAnswers() });

/** An executor for one generation of the supergraph. */
export function executor(ports: ExecutionPorts, { present, answers }: WorkInFlight, generation: string): Executor {
  /** Within the audience of the request while it runs; a mutation reads for itself, and what it did is seen by all who come later. */
  const within = async <T>(run: PlannedRun, complete: (execution: Execution) => Promise<T>): Promise<T> => {
    if (run.plan.kind === 'mutation') {
      try {
        return await complete(newExecution(ports, run, null));
      } finally {
        present.changed();
        answers.changed();
      }
    }
    // What an embedding server adds to requests is not known here, so nothing is the same for two of them.
    if (run.context.incoming !== undefined) return await complete(newExecution(ports, run, null));
    const audience = present.enter(`${generation}\n${audienceKey(run.context)}`);
    try {
      return await complete(newExecution(ports, run, audience));
    } finally {
      present.leave(audience);
    }
  };

  const answerAlone = (run: PlannedRun): Promise<AnswerText> =>
    within(run, async (execution) => {
      const answer = await completeAsText(run.plan, execution);
      return withBody(explained(run.plan, execution, answer));
    });

  return {
    execute: (run) => within(run, (execution) => completeExecution(run.plan, execution)),
    async answer(run) {
      const { plan, variables, context } = run;
      const isAlone = plan.kind !== 'query' || context.explain === true || context.incoming !== undefined;
      if (isAlone) return await answerAlone(run);
      const key = `${audienceKey(context)}\n${JSON.stringify(variables)}`;
      try {
        return await answers.answer(plan, key, context, () => answerAlone(run));
      } catch (thrown) {
        return { errors: [faultError(thrown)] };
      }
    },
  };
}

/** The body is made before anybody waits for it, so that those who share the answer share it too. */
function withBody(answer: AnswerText): AnswerText {
  const { data, errors, extensions } = answer;
  if (data === undefined || errors !== undefined || extensions !== undefined) return answer;
  return { ...answer, body: Buffer.from(`{"data":${data}}`) };
}
