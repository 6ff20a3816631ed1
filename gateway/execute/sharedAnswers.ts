import { untilAborted } from '../../lib/untilAborted.ts';
import type { AnswerText, RequestContext } from '../graph.ts';
import type { ExecutablePlan } from '../plan/executablePlan.ts';

/** Queries in flight: who asks for the same, in the same audience, while it is being answered, gets the same answer. */
export interface SharedAnswers {
  /** The answer that is on its way for this plan and key, or else that of `run`. `run` must not reject. */
  answer(
    plan: ExecutablePlan,
    key: string,
    context: RequestContext,
    run: () => Promise<AnswerText>,
  ): Promise<AnswerText>;
  /** From now on nobody joins what began before: a mutation has ended, and whoever made it must see what it did. */
  changed(): void;
}

interface Running {
  readonly answer: Promise<AnswerText>;
  readonly context: RequestContext;
}

/** Nothing in flight yet. */
export function sharedAnswers(): SharedAnswers {
  let running = new WeakMap<ExecutablePlan, Map<string, Running>>();

  const runningOf = (plan: ExecutablePlan): Map<string, Running> => {
    let known = running.get(plan);
    if (known === undefined) {
      known = new Map();
      running.set(plan, known);
    }
    return known;
  };

  const lead = async (
    known: Map<string, Running>,
    key: string,
    context: RequestContext,
    run: () => Promise<AnswerText>,
  ): Promise<AnswerText> => {
    const own: Running = { answer: run(), context };
    known.set(key, own);
    try {
      return await own.answer;
    } finally {
      if (known.get(key) === own) known.delete(key);
    }
  };

  return {
    async answer(plan, key, context, run) {
      for (;;) {
        const known = runningOf(plan);
        const other = known.get(key);
        if (other === undefined) return await lead(known, key, context, run);
        const answer = await untilAborted(other.answer, context.signal);
        // The first one may have left in the middle, which is no answer for those who stayed.
        if (!other.context.signal.aborted) return answer;
        if (known.get(key) === other) known.delete(key);
      }
    },
    changed() {
      running = new WeakMap();
    },
  };
}
