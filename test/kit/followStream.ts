import type { ExecutionResult } from 'graphql';
import type { AnswerText, OpenSubscription, ResultStream, Subscriber, SubscriptionEvent } from '../../gateway/graph.ts';

/** A stream of results as a subscription of one client that shares it with nobody. */
export function followStream(
  open: (signal: AbortSignal) => Promise<ResultStream | ExecutionResult>,
  subscriber: Subscriber,
): OpenSubscription {
  const leaving = new AbortController();
  const { signal } = leaving;
  const follow = async (): Promise<AnswerText | null> => {
    const opened = await open(signal);
    if (!(Symbol.asyncIterator in opened)) return answerOf(opened);
    const leave = (): void => void opened.return?.();
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    for await (const result of opened) {
      if (signal.aborted) break;
      void subscriber.next([eventOf(result)]);
    }
    return null;
  };
  const end = (last: AnswerText | null): void => {
    if (!signal.aborted) subscriber.end(last);
  };
  void follow().then(end, (thrown: unknown) => end({ errors: [thrown as never] }));
  return { leave: () => leaving.abort(new Error('The subscriber left')), renew: () => undefined };
}

function answerOf({ data, errors, extensions }: ExecutionResult): AnswerText {
  return { ...(data === undefined ? {} : { data: JSON.stringify(data) }), errors, extensions };
}

function eventOf(result: ExecutionResult): SubscriptionEvent {
  const [root] = Object.values(result.data ?? {});
  const cursor =
    root !== null && typeof root === 'object' && 'cursor' in root && typeof root.cursor === 'string'
      ? root.cursor
      : null;
  return { answer: answerOf(result), cursor, stateKey: null, mergedAt: [], committedAtMs: null, bytes: null };
}
