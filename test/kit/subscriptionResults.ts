import type { ExecutionResult } from 'graphql';
import type { AnswerText, Graph, ReadyOperation, RequestContext, ResultStream } from '../../gateway/graph.ts';
import { channel } from '../../lib/channel.ts';

/** A subscription as a stream of results for a reader that asks for one after the other: nothing more is asked for than it takes. */
export function subscriptionResults(graph: Graph, operation: ReadyOperation, context: RequestContext): ResultStream {
  const results = channel<ExecutionResult>(10_000, () => opened.leave());
  let hungry: (() => void) | null = null;
  let asked = 0;
  const opened = graph.subscribe(operation, context, {
    next(events) {
      for (const { answer } of events) results.push(resultOf(answer));
      asked -= events.length;
      if (asked > 0) return undefined;
      return new Promise((resolve) => {
        hungry = resolve;
      });
    },
    end(last) {
      if (last !== null) results.push(resultOf(last));
      results.end();
    },
  });
  context.signal.addEventListener('abort', () => void results.return(), { once: true });
  const next = results.next.bind(results);
  return Object.assign(results, {
    next() {
      asked += 1;
      const result = next();
      if (asked > 0) hungry?.();
      return result;
    },
  });
}

function resultOf({ data, errors, extensions }: AnswerText): ExecutionResult {
  return {
    ...(errors === undefined ? {} : { errors }),
    ...(data === undefined ? {} : { data: JSON.parse(data) as Record<string, unknown> }),
    ...(extensions === undefined ? {} : { extensions }),
  };
}
