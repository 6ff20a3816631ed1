import type { ExecutionResult } from 'graphql';
import { channel } from '../../lib/channel.ts';
import type { AnswerText, Graph, ReadyOperation, RequestContext, ResultStream } from '../graph.ts';

/** A subscription as a stream of results, for a reader that asks for one after the other. */
export function resultStream(graph: Graph, operation: ReadyOperation, context: RequestContext): ResultStream {
  const results = channel<ExecutionResult>(100_000, () => opened.leave());
  const opened = graph.subscribe(operation, context, {
    next(events) {
      for (const { answer } of events) results.push(resultOf(answer));
    },
    end(last) {
      if (last !== null) results.push(resultOf(last));
      results.end();
    },
  });
  context.signal.addEventListener('abort', () => void results.return(), { once: true });
  return results;
}

function resultOf({ data, errors, extensions }: AnswerText): ExecutionResult {
  return {
    ...(errors === undefined ? {} : { errors }),
    ...(data === undefined ? {} : { data: JSON.parse(data) as Record<string, unknown> }),
    ...(extensions === undefined ? {} : { extensions }),
  };
}
