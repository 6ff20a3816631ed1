import { ClientError } from '../../lib/errors.ts';
import { failureAsLast } from '../../lib/failureAsLast.ts';
import type { Log } from '../../lib/log.ts';
import { type MappedIterator, mapIterator } from '../../lib/mapIterator.ts';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from '../subgraph/subgraphClient.ts';
import { failedResponse, safeResponse } from './servedOperation.ts';

/** The subscriptions of gateways, on whatever connection. */
export interface ServedStreams {
  /**
   * A stream that opens itself when it is first read. Never rejects: what fails, or is refused, is a last response that says why. `return()` closes what is
   * behind it at once.
   */
  open(request: SubgraphRequest): MappedIterator<SubgraphResponse>;
  /** Ends every stream, and from now on each that is opened, with SHUTTING_DOWN and `resumable: true`: the gateway goes on elsewhere. */
  stop(): void;
}

/** None yet. */
export function servedStreams(client: SubgraphClient, log: Log): ServedStreams {
  const open = new Set<MappedIterator<SubgraphResponse>>();
  let isStopped = false;
  const end = (stream: MappedIterator<SubgraphResponse>): void => {
    const reason = new ClientError('SHUTTING_DOWN', undefined, { resumable: true });
    // A source that fails while it closes has closed; its reader has the last response already.
    stream.endWith(failedResponse(reason, 'stop', log)).catch(() => undefined);
  };
  return {
    open(request) {
      const { requestId } = request;
      const events = failureAsLast(lazySource(client, request), (failure) => failedResponse(failure, requestId, log));
      const stream: MappedIterator<SubgraphResponse> = mapIterator(
        events,
        (event) => safeResponse(event, requestId, log),
        () => open.delete(stream),
      );
      open.add(stream);
      if (isStopped) end(stream);
      return stream;
    },
    stop() {
      isStopped = true;
      for (const stream of [...open]) end(stream);
    },
  };
}

/** Leaving it while it opens closes it as soon as it is open. */
function lazySource(client: SubgraphClient, request: SubgraphRequest): AsyncIterator<SubgraphResponse> {
  const leaving = new AbortController();
  let source: Promise<AsyncIterator<SubgraphResponse>> | null = null;
  return {
    async next() {
      source ??= client.subscribe(request, leaving.signal);
      return await (await source).next();
    },
    async return() {
      leaving.abort(new Error('The gateway left'));
      return { done: true, value: undefined };
    },
  };
}
