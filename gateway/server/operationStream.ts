import type { ExecutionResult } from 'graphql';
import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import { mapIterator } from '../../lib/mapIterator.ts';
import type { Viewer } from '../../lib/viewer.ts';
import type { Graph, ReadyOperation, ResultStream } from '../graph.ts';
import { answerBody } from './answerBody.ts';
import type { CallerFacts } from './callerFacts.ts';
import { graphqlError } from './formatError.ts';
import { incrementalParts } from './incrementalParts.ts';
import { isDeferred } from './isDeferred.ts';
import { clientLeft, type LiveOperation } from './liveOperations.ts';
import { resultStream } from './resultStream.ts';

const done: IteratorResult<ExecutionResult> = { done: true, value: undefined };

/** On whose behalf an operation runs. */
export interface StreamRun {
  readonly requestId: string;
  readonly viewer: () => Promise<Viewer>;
  readonly facts: CallerFacts;
  readonly log: Log;
}

/**
 * Anything the graph answers, as a stream: a query or mutation is a stream of one result, or, deferred, of its parts in the form of
 * August 2022 (these doors have no header to choose one by).
 */
async function open(
  graph: Graph,
  ready: ReadyOperation,
  run: StreamRun,
  signal: AbortSignal,
): Promise<ResultStream | ExecutionResult> {
  const context = { ...run.facts, viewer: await run.viewer(), requestId: run.requestId, signal };
  signal.throwIfAborted();
  if (ready.kind === 'subscription') return resultStream(graph, ready, context);
  if (!isDeferred(ready.document)) return await graph.execute(ready, context);
  const site = { requestId: run.requestId, log: run.log };
  const answer = await graph.answer(ready, context);
  if (!('subsequent' in answer)) return JSON.parse(answerBody(answer, site).toString()) as ExecutionResult;
  const parts = incrementalParts(answer, 'deferSpec=20220824', signal, site);
  return mapIterator(parts, (text) => JSON.parse(text) as ExecutionResult);
}

const isStream = (answer: ResultStream | ExecutionResult): answer is ResultStream => Symbol.asyncIterator in answer;

/**
 * One operation at a streaming door (WebSocket, SSE) as an iterator that opens itself at the first `next()`.
 *
 * Never rejects: what fails becomes a last result with `errors`. When the operation is aborted with a ClientError (shutdown, expired
 * token, deadline) that error is the last result; `return()` and an abort with `clientLeft` end it at once and in silence. In every
 * case the source behind it is closed, also one that is still being opened. Single reader: one `next()` at a time.
 */
export function operationStream(
  graph: Graph,
  ready: ReadyOperation,
  operation: LiveOperation,
  run: StreamRun,
): ResultStream {
  let source: Promise<ResultStream | ExecutionResult> | null = null;
  let waiting: ((item: IteratorResult<ExecutionResult>) => void) | null = null;
  let farewell: ExecutionResult | null = null;
  let ended = false;
  let closing: Promise<void> = Promise.resolve();

  const closeSource = async (): Promise<void> => {
    const opened = await source?.catch(() => null);
    if (opened && isStream(opened)) await opened.return?.().catch(() => undefined); // it has ended; nobody is left to tell
  };
  const finish = (last: ExecutionResult | null): void => {
    if (ended) return;
    ended = true;
    operation.signal.removeEventListener('abort', onAbort);
    operation.end();
    closing = closeSource();
    const settle = waiting;
    waiting = null;
    if (settle === null) farewell = last;
    else settle(last === null ? done : { done: false, value: last });
  };
  const onAbort = (): void => {
    const reason: unknown = operation.signal.reason;
    finish(reason instanceof ClientError ? { errors: [graphqlError(reason)] } : null);
  };
  if (operation.signal.aborted) onAbort();
  else operation.signal.addEventListener('abort', onAbort, { once: true });

  const pull = async (): Promise<void> => {
    try {
      source ??= open(graph, ready, run, operation.signal);
      const opened = await source;
      if (ended) return;
      if (!isStream(opened)) {
        finish(opened);
        return;
      }
      const item = await opened.next();
      if (ended) return;
      if (item.done) finish(null);
      else {
        waiting?.(item);
        waiting = null;
      }
    } catch (thrown) {
      finish({ errors: [graphqlError(thrown)] });
    }
  };

  return {
    next() {
      if (ended) {
        const last = farewell;
        farewell = null;
        return Promise.resolve(last === null ? done : { done: false, value: last });
      }
      return new Promise((resolve) => {
        waiting = resolve;
        void pull(); // settles `waiting` in every case; never rejects
      });
    },
    async return() {
      farewell = null;
      operation.abort(clientLeft);
      await closing;
      return done;
    },
    async throw() {
      return this.return?.() ?? done;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
