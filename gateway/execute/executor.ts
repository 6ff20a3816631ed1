import type { ExecutionResult } from 'graphql';
import type { AnswerText, IncrementalAnswer, RequestContext } from '../graph.ts';
import type { Deferral } from '../plan/executablePlan.ts';
import { answerInParts } from './answerInParts.ts';
import { type Audience, type Audiences, audienceKey, audiences } from './audiences.ts';
import { completeAsText, completeExecution, newExecution, type PlannedRun } from './executePlan.ts';
import type { Execution, ExecutionPorts } from './execution.ts';
import { explained } from './explained.ts';
import { faultError } from './faultError.ts';
import { type SharedAnswers, sharedAnswers } from './sharedAnswers.ts';

/** Runs planned queries and mutations. Neither rejects: an abort is an answer with its reason, without data. */
export interface Executor {
  execute(run: PlannedRun): Promise<ExecutionResult>;
  /**
   * As text; the same query that is in flight already for the same audience is answered once for all who ask. In parts, where something is deferred and the
   * client takes parts.
   */
  answer(run: PlannedRun): Promise<AnswerText | IncrementalAnswer>;
}

/** What is being asked and answered, of every generation: a mutation that ends is seen by all who come later. */
export interface WorkInFlight {
  readonly present: Audiences;
  readonly answers: SharedAnswers;
}

export const workInFlight = (): WorkInFlight => ({ present: audiences(), answers: sharedAnswers() });

/** An executor for one generation of the supergraph. */
export function executor(ports: ExecutionPorts, { present, answers }: WorkInFlight, generation: string): Executor {
  const enter = (who: string | null): Audience | null => (who === null ? null : present.enter(`${generation}\n${who}`));

  /** Within an audience while it runs; a mutation reads for itself, and what it did is seen by all who come later. */
  const within = async <T>(
    run: PlannedRun,
    who: string | null,
    complete: (execution: Execution) => Promise<T>,
  ): Promise<T> => {
    if (run.plan.kind === 'mutation') {
      try {
        return await complete(newExecution(ports, run, null));
      } finally {
        present.changed();
        answers.changed();
      }
    }
    const audience = enter(who);
    try {
      return await complete(newExecution(ports, run, audience));
    } finally {
      if (audience !== null) present.leave(audience);
    }
  };

  const answerAlone = (run: PlannedRun, who: string | null): Promise<AnswerText> =>
    within(run, who, async (execution) => {
      const answer = await completeAsText(run.plan, execution);
      return withBody(explained(run.plan, execution, answer));
    });

  const answerPartly = (
    run: PlannedRun,
    who: string | null,
    deferral: Deferral,
  ): Promise<AnswerText | IncrementalAnswer> => {
    const audience = enter(who);
    return answerInParts(run.plan, deferral, newExecution(ports, run, audience), () => {
      if (audience !== null) present.leave(audience);
    });
  };

  return {
    execute: (run) => within(run, audienceOf(run.context), (execution) => completeExecution(run.plan, execution)),
    async answer(run) {
      const { plan, variables, context } = run;
      const who = audienceOf(context);
      const deferral = context.inParts === true ? plan.deferral : null;
      if (deferral !== null) return await answerPartly(run, who, deferral);
      if (plan.kind !== 'query' || context.explain === true || who === null) return await answerAlone(run, who);
      const key = `${who}\n${JSON.stringify(variables)}`;
      try {
        return await answers.answer(plan, key, context, () => answerAlone(run, who));
      } catch (thrown) {
        return { errors: [faultError(thrown)] };
      }
    },
  };
}

/** Null for requests to which an embedding server may add what is not known here: nothing is the same for two of them. */
function audienceOf(context: RequestContext): string | null {
  return context.incoming === undefined ? audienceKey(context) : null;
}

/** The body is made before anybody waits for it, so that those who share the answer share it too. */
function withBody(answer: AnswerText): AnswerText {
  const { data, errors, extensions } = answer;
  if (data === undefined || errors !== undefined || extensions !== undefined) return answer;
  return { ...answer, body: Buffer.from(`{"data":${data}}`) };
}
